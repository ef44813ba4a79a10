// Work without sockets, databases or other processes around it, for profilers and instruction counters.
import Foundation

let usage = """
  usage: lockstep-bench mime PATH... [--passes N] [--without-hashing]
         lockstep-bench growth [NAME N [--passes N]]
         lockstep-bench queue [--mailboxes N] [--seconds S] [--interval S] [--places N] [--hung PERCENT] [--latency MS]
         lockstep-bench generate FOLDER [--count N] [--seed N]

  """

var arguments = BenchArguments(CommandLine.arguments.dropFirst())
switch arguments.next() {
case "mime": exit(MIMEBench.run(&arguments))
case "growth": exit(GrowthBench.run(&arguments))
case "queue": exit(await QueueBench.run(arguments))
case "generate": exit(MailFiles.run(&arguments))
default:
  FileHandle.standardError.write(Data(usage.utf8))
  exit(2)
}

// fuzz TARGET [libFuzzer options] [corpus folders]
// fuzz --list
// fuzz --replay TARGET FILE...

import FuzzTargets
import Glibc

private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver") private func runDriver(
  _ argc: UnsafeMutablePointer<CInt>, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: Callback
) -> CInt

private func say(_ message: String) {
  let bytes = Array((message + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

private func stop(_ message: String, _ status: CInt) -> Never {
  say(message)
  exit(status)
}

private nonisolated(unsafe) var target = FuzzTarget.all[0]

private func runOnce(_ bytes: [UInt8]) {
  do throws(BrokenClaim) {
    try target.run(bytes)
  } catch {
    say("Broken claim: \(error)")
    abort()
  }
}

private let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "--list" {
  for target in FuzzTarget.all { print(target.name) }
  exit(0)
}
private let isReplay = arguments.first == "--replay"
private let rest = isReplay ? arguments.dropFirst() : arguments
guard let name = rest.first, let found = FuzzTarget.named(name) else { stop("No such target; see --list", 2) }
target = found

if isReplay {
  for path in rest.dropFirst() {
    guard let file = fopen(path, "rb") else { stop("Cannot read \(path)", 2) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk.prefix(count) }
    fclose(file)
    runOnce(bytes)
  }
  print("\(rest.count - 1) inputs")
  exit(0)
}

private var driverArguments: [UnsafeMutablePointer<CChar>?] =
  ([CommandLine.arguments[0]] + rest.dropFirst()).map { strdup($0) } + [nil]
private var count = CInt(driverArguments.count - 1)
private let status = driverArguments.withUnsafeMutableBufferPointer { buffer -> CInt in
  guard var base = buffer.baseAddress else { return 2 }
  return runDriver(&count, &base) { bytes, count in
    runOnce(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
}
exit(status)

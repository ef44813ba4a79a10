import Foundation
import MIME

/// Reads every file once, then parses all of them in each pass. One line of `name value` pairs comes out, the same that
/// `Benchmarks/gmime-parse.c` prints.
enum MIMEBench {
  /// What was found, so that nothing of the work can be left out, and to compare with other parsers.
  private struct Found {
    var refused = 0
    var subjectBytes = 0
    var addresses = 0
    var references = 0
    var textBytes = 0
    var attachments = 0
    var attachmentBytes = 0

    mutating func add(_ message: ParsedMessage) {
      subjectBytes += message.subject.utf8.count
      addresses += message.from.count + message.to.count
      references += message.references.count
      textBytes += (message.text?.utf8.count ?? 0) + (message.html?.utf8.count ?? 0)
      attachments += message.attachments.count
      for attachment in message.attachments { attachmentBytes += attachment.content.count }
    }
  }

  static func run(_ arguments: inout BenchArguments) -> Int32 {
    var mails: [[UInt8]] = []
    while let path = arguments.next() {
      for file in MailFiles.list(path) { mails.append(MailFiles.bytes(file)) }
    }
    let passes = arguments.number("--passes", default: 1)
    let hashing = !arguments.has("--without-hashing")
    let bytes = mails.reduce(0) { $0 + $1.count }
    var found = Found()
    let start = ProcessorTime.seconds
    for _ in 0..<passes {
      found = Found()
      for mail in mails {
        do throws(MIMEError) {
          found.add(try hashing ? MIMEParser.parse(mail) : MIMEParser.parseWithoutHashing(mail))
        } catch {
          found.refused += 1
        }
      }
    }
    let seconds = (ProcessorTime.seconds - start) / Double(max(passes, 1))
    let rate = Double(bytes) / 1e6 / max(seconds, 1e-9)
    print(
      "messages \(mails.count) bytes \(bytes) passes \(passes) seconds \(rounded(seconds, 6)) rate \(rounded(rate, 1))",
      "refused \(found.refused) subject \(found.subjectBytes) addresses \(found.addresses)",
      "references \(found.references) text \(found.textBytes) attachments \(found.attachments)",
      "content \(found.attachmentBytes)")
    return 0
  }

  private static func rounded(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

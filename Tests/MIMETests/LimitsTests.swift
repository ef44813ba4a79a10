import MIME
import Testing

/// REL S28: every limit of a message has a value of its own name, and holds at n - 1, n and n + 1. Those on the structure
/// of messages are in EntityScanTests.
@Suite struct LimitsTests {
  @Test func areTheOnesPromised() {
    let limits = Limits.standard
    #expect(limits.messageBytes == 150 << 20)
    #expect(limits.headerBytes == 1 << 20)
    #expect(limits.fields == 5_000)
    #expect(limits.fieldBytes == 64 << 10)
    #expect(limits.depth == 100)
    #expect(limits.parts == 10_000)
    #expect(limits.fileNameBytes == 255)
  }

  /// The real number of bytes, not a smaller limit passed in.
  @Test(arguments: [-1, 0, 1]) func messageBytes(_ delta: Int) throws {
    let size = Limits.standard.messageBytes + delta
    let start = message("From: a@a.example\nContent-Type: image/png", "")
    let bytes = start + [UInt8](repeating: 0x78, count: size - start.count)
    do throws(MIMEError) {
      let read = try MIMEParser.parse(bytes)
      #expect(delta <= 0)
      #expect(read.attachments.map(\.size) == [size - start.count])
    } catch {
      #expect(delta > 0 && error.kind == .messageTooLarge)
    }
  }

  /// Names and values together.
  @Test(arguments: [-1, 0, 1]) func headerBytes(_ delta: Int) throws {
    let limit = Limits.standard.headerBytes
    let from = "Fromb@b.example".utf8.count
    let value = String(repeating: "v", count: 32_000)
    let full = (limit - from) / (value.utf8.count + 1)
    let rest = limit - from - full * (value.utf8.count + 1)
    let lines =
      ["From: b@b.example"] + Array(repeating: "X: \(value)", count: full)
      + ["Last: \(String(repeating: "z", count: rest - 4 + delta))"]
    let read = try MIMEParser.parse(message(lines.joined(separator: "\n"), "body"))
    #expect(read.text == "body")
    #expect((read.header("Last") == nil) == (delta > 0))
    #expect(read.defects == (delta > 0 ? [.headerTooLarge(dropped: 1)] : []))
  }

  @Test func nothingBehindAFullHeaderIsRead() throws {
    let read = try MIMEParser.parse(
      message("From: a@a.example\nX: \(String(repeating: "x", count: 60))\nTo: b@b.example\nY: z"),
      limits: Limits(headerBytes: 60))
    #expect(read.headers.map(\.name) == ["From"])
    #expect(read.to == [])
    #expect(read.defects == [.headerTooLarge(dropped: 3)])
  }

  @Test func aPartWithTooLargeAHeaderIsOpaque() throws {
    let read = try MIMEParser.parse(
      message(
        "From: a@a.example\nContent-Type: multipart/mixed; boundary=b",
        "--b\n\nbody\n--b\nContent-Type: text/html\nX: \(String(repeating: "x", count: 100))\n\nhtml\n--b--\n"),
      limits: Limits(headerBytes: 100))
    #expect(read.text == "body")
    #expect(read.html == nil)
    #expect(read.attachments.map(\.mediaType) == ["application/octet-stream"])
    #expect(read.defects == [.headerTooLarge(dropped: 1)])
  }

  @Test(arguments: [-1, 0, 1]) func fileNameBytes(_ delta: Int) throws {
    let limit = Limits.standard.fileNameBytes
    let name = String(repeating: "n", count: limit - 4 + delta) + ".pdf"
    let read = try parsed("Content-Disposition: attachment; filename=\"\(name)\"\nContent-Type: image/png", "x")
    let expected = delta <= 0 ? name : String(repeating: "n", count: limit - 4) + ".pdf"
    #expect(read.attachments.map(\.fileName) == [expected])
  }

  @Test(arguments: [-1, 0, 1]) func identifierBytes(_ delta: Int) throws {
    let identifier = "<" + String(repeating: "i", count: Limits.standard.identifierBytes - 2 + delta) + ">"
    let read = try parsed("Message-ID: \(identifier)\nReferences: \(identifier)")
    #expect(read.messageID == (delta <= 0 ? identifier : nil))
    #expect(read.references == (delta <= 0 ? [identifier] : []))
  }

  @Test(arguments: [-1, 0, 1]) func identifiers(_ delta: Int) throws {
    let limit = Limits.standard.identifiers
    let all = (0..<(limit + delta)).map { "<\($0)@a>" }
    let read = try parsed("References: \(all.joined(separator: "\n "))")
    #expect(read.references == Array(all.suffix(limit)))
    #expect(read.references.count == min(limit, limit + delta))
  }

  // MARK: What no caller chooses

  @Test(arguments: [-1, 0, 1]) func boundaryBytes(_ delta: Int) throws {
    let boundary = String(repeating: "b", count: 512 + delta)
    let read = try parsed(
      "Content-Type: multipart/mixed; boundary=\(boundary)", "--\(boundary)\n\nbody\n--\(boundary)--\n")
    #expect((read.text == "body") == (delta <= 0))
    #expect(read.defects.contains(.multipartWithoutBoundary) == (delta > 0))
  }

  @Test(arguments: [-1, 0, 1]) func fieldNameBytes(_ delta: Int) throws {
    let read = try parsed("\(String(repeating: "N", count: 256 + delta)): value")
    #expect(read.headers.last?.name.utf8.count == min(256, 256 + delta))
    #expect(read.headers.last?.value == "value")
  }

  @Test(arguments: [-1, 0, 1]) func reportRecipients(_ delta: Int) throws {
    let blocks = (0..<(1_000 + delta)).map { "Final-Recipient: rfc822; \($0)@b.example\nAction: failed" }
    let read = try parsed(
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m.example\n\n"
        + blocks.joined(separator: "\n\n") + "\n--b--\n")
    #expect(read.deliveryReport?.recipients.count == min(1_000, 1_000 + delta))
  }

  @Test(arguments: [9_998, 9_999, 10_000]) func parameterPieces(_ number: Int) throws {
    let read = try parsed("Content-Type: image/png; name*0=a; name*\(number)=b", "x")
    #expect(read.attachments.map(\.fileName) == [number < 10_000 ? "ab" : "a"])
  }

  /// Counted with the `=?` before it.
  @Test(arguments: [-1, 0, 1]) func charsetNameBytes(_ delta: Int) throws {
    let word = "=?\(String(repeating: "c", count: 63 + delta))?q?a=62?="
    #expect(HeaderField(name: "Subject", rawValue: word).value == (delta <= 0 ? "ab" : word))
  }

  @Test(arguments: [-1, 0, 1]) func dateWords(_ delta: Int) {
    let words = String(repeating: "x ", count: 64 - 5 + delta)
    #expect((MailDate.parse(words + "11:12:41 +0000 24 Nov 2026") == nil) == (delta > 0))
  }

  @Test(arguments: [-1, 0, 1]) func threadIndexBytes(_ delta: Int) throws {
    let read = try parsed("Thread-Index: \(String(repeating: "A", count: 4_096 + delta))")
    #expect(read.threadIndex?.utf8.count == min(4_096, 4_096 + delta))
  }
}

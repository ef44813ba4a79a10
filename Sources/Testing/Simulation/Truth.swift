import CRMModel
import MailGeneration

/// What really happened, whatever the node under test believes.
struct Truth {
  /// One message in one maildrop.
  struct Delivery {
    let content: Int
    let mailbox: Int
    var wasDeletedByUs = false
    var wasRemovedByOthers = false
    /// Its id meant several messages once: nobody deletes it by that.
    var hadSharedID = false
  }

  /// One message, however often it was delivered.
  struct Content {
    let marker: String
    let bytes: [UInt8]
    let messageID: String
    let isAcceptable: Bool
  }

  struct Submitted {
    let id: GUID
    let marker: String
    let messageID: String
    let recipients: [String]
    var wasEdited = false
    /// A person said what became of it.
    var settledAsSent = 0
    var settledAsNotSent = 0
  }

  var deliveries: [Delivery] = []
  var contents: [Content] = []
  var submitted: [Submitted] = []

  static func isPoison(_ content: [UInt8]) -> Bool { subject(content).contains("poison") }

  static func subject(_ content: [UInt8]) -> String { field("Subject", of: content) }

  /// A field on one line. RFC 5322 §2.2
  static func field(_ name: String, of content: [UInt8]) -> String {
    let prefix = Array("\(name): ".utf8)
    var start = content.startIndex
    while start < content.endIndex {
      let end = content[start...].firstIndex(of: 0x0A) ?? content.endIndex
      let line = content[start..<end]
      if line.count <= 1 { break }
      if line.starts(with: prefix) {
        return String(decoding: line.dropFirst(prefix.count).filter { $0 != 0x0D }, as: UTF8.self)
      }
      start = end + 1
    }
    return ""
  }
}

extension Letter {
  /// The message in octets; a copy or a relative of an earlier one where the form asks for it.
  func content(_ truth: Truth, to address: String, answering accepted: String?, at now: Instant) -> Truth.Content {
    var random = SeededRandom(seed: UInt64(number) &* 77 &+ UInt64(length))
    if form == .copy, let earlier = truth.contents.last { return earlier }
    let marker = "letter \(number)"
    var messageID = "<letter.\(number)@customer.example>"
    if form == .sameMessageID, let earlier = truth.contents.last { messageID = earlier.messageID }
    var lines = ["Received: from mx by simulated; \(Letter.date(now))"]
    if form != .withoutSender { lines.append("From: Carl \(number) <carl\(number)@customer.example>") }
    lines += ["To: <\(address)>", "Subject: \(marker)", "Date: \(Letter.date(now))", "Message-ID: \(messageID)"]
    if form == .answer, let accepted { lines += ["In-Reply-To: \(accepted)", "References: \(accepted)"] }
    var body: [String] = []
    var octets = 0
    while octets < length {
      body.append(
        (random.number(below: 9) == 0 ? "." : "") + String(repeating: "x\(random.number(below: 99)) ", count: 9))
      octets += body.last?.utf8.count ?? 1
    }
    switch form {
    case .attachment:
      lines += [
        "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "",
      ]
      lines += body
      lines += [
        "--b", "Content-Type: application/octet-stream; name=a.bin", "Content-Transfer-Encoding: base64", "",
        String(repeating: "QUJD", count: 4 + random.number(below: 15)), "--b--",
      ]
    case .odd:
      lines += ["Content-Type: multipart/mixed; boundary=\"", "X-\u{1}: \u{7F}", "", "--", "...", ""] + body
    default: lines += [""] + body
    }
    return Truth.Content(
      marker: marker, bytes: Array((lines.joined(separator: "\r\n") + "\r\n").utf8), messageID: messageID,
      isAcceptable: form != .withoutSender)
  }

  /// RFC 5322 §3.3
  private static func date(_ now: Instant) -> String {
    let text = now.rfc3339
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split { "-T:Z".contains($0) }.compactMap { Int($0) }
    guard parts.count >= 6 else { return "Fri, 15 Jan 2027 08:00:00 +0000" }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0]) \(two(parts[3])):\(two(parts[4])):\(two(parts[5])) +0000"
  }
}

import MIME

/// A message read as it arrives is the message read whole, wherever it is cut.
enum StreamClaims {
  static func check(_ bytes: [UInt8], _ whole: ParsedMessage, _ limits: Limits) throws(BrokenClaim) {
    // Without a line end nobody begins to read a message as it arrives, and the first chunk holds more than a mark.
    guard bytes.contains(0x0A), bytes.count > 16 else { return }
    // A body of nothing but white space is none as it arrives; the product hands on no part as small as that.
    for case let body? in [whole.text, whole.html] where body.allSatisfy(\.isWhitespace) { return }
    for step in [3, 41] {
      var stream = MIMEStream(limits: limits, thresholds: .least)
      var parts: [Int: [UInt8]] = [:]
      var place = 0
      while place < bytes.count {
        let next = min(bytes.count, place + (place == 0 ? max(16, step) : step))
        for piece in stream.append(Array(bytes[place..<next])) { parts[piece.part, default: []] += piece.content }
        place = next
      }
      guard var message = try? stream.finish() else { throw BrokenClaim(description: "refused as it arrives") }
      for index in message.attachments.indices {
        guard let part = message.attachments[index].part else { continue }
        message.attachments[index].content = (parts[part] ?? []) + message.attachments[index].content
        message.attachments[index].part = nil
      }
      try claim(message == whole, "a message reads otherwise as it arrives")
    }
  }
}

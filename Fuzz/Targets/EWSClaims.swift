import EWSWire
import XML

/// Any octets as the answer to an operation.
enum EWSResponseClaims {
  private struct Reading<Answer: Equatable & Sendable>: Equatable {
    var events: [EWSResponseEvent<Answer>] = []
    var content: [UInt8] = []
  }

  private static func read<Operation: EWSOperation>(
    _ type: Operation.Type, _ bytes: ArraySlice<UInt8>, cut: (Int) -> Int
  ) -> Reading<Operation.Answer>? {
    let reader = EWSResponseReader<Operation>(documentLength: 16_384, sequence: Operation.answersErrors)
    var reading = Reading<Operation.Answer>()
    do {
      var rest = bytes
      while !rest.isEmpty {
        let length = min(rest.count, max(1, cut(rest.count)))
        for event in try reader.feed(rest.prefix(length)) {
          if case .content(let more) = event { reading.content += more } else { reading.events.append(event) }
        }
        rest = rest.dropFirst(length)
      }
      try reader.finish()
    } catch {
      return nil
    }
    return reading
  }

  private static func check<Operation: EWSOperation>(
    _ type: Operation.Type, _ bytes: ArraySlice<UInt8>
  ) throws(BrokenClaim) {
    let whole = read(type, bytes) { $0 }
    for cut in SessionScript.deliveries(Array(bytes)).dropFirst() {
      try claim(read(type, bytes, cut: cut) == whole, "an answer depends on how it arrives")
    }
    guard let whole else { return }
    try claim(whole.events.last == .end, "an answer without an end is read")
    var open = 0
    for event in whole.events {
      switch event {
      case .contentBegan: open += 1
      case .contentEnded: open -= 1
      case .message(let message):
        try claim(
          message.answer == nil || message.responseClass == .success || Operation.answersErrors
            || Operation.answersWarnings, "an error has an answer")
        try claim((message.backOffMilliseconds ?? 0) >= 0, "time runs backwards")
      default: break
      }
      try claim((0...1).contains(open), "content inside of content")
    }
    try claim(open == 0, "content without an end")
  }

  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let rest = bytes.dropFirst()
    switch (bytes.first ?? 0) % 10 {
    case 0: try check(GetItem.self, rest)
    case 1: try check(SyncFolderItems.self, rest)
    case 2: try check(FindItem.self, rest)
    case 3: try check(GetFolder.self, rest)
    case 4: try check(GetAttachment.self, rest)
    case 5: try check(GetStreamingEvents.self, rest)
    case 6: try check(GetUserConfiguration.self, rest)
    case 7: try check(GetServerTimeZones.self, rest)
    case 8: try check(ResolveNames.self, rest)
    default: try check(SyncFolderHierarchy.self, rest)
    }
  }
}

/// Small texts: times, days, base64 and addresses of pages, read, written and read again.
enum EWSValueClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for piece in pieces(bytes).prefix(16) {
      let words = text(piece)
      if let time = EWSDateTime(words) {
        try claim(EWSDateTime(time.text) == time, "a time reads otherwise")
        if time.offset == 0, time.nanosecond.isMultiple(of: 1_000) {
          try claim(EWSDateTime(microseconds: time.microseconds) == time, "an instant is another")
        }
      }
      if let day = EWSDate(words) { try claim(EWSDate(day.text) == day, "a day reads otherwise") }
      if let octets = EWSBase64Decoder.decode(words) {
        try claim(EWSBase64Decoder.decode(text(EWSBase64Encoder.encode(octets))) == octets, "base64 reads otherwise")
      }
      let address = EWSURI(words).encoded
      try claim(EWSURI(address).encoded == address, "an address is encoded twice")
      try claim(address.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "an address has what no URI has")
      let code = EWSResponseCode(words).name
      try claim(code.utf8.count <= EWSResponseCode.maximumLength && !code.isEmpty, "a code of any length")
    }
  }
}

import CGMime
import Foundation
import MIME
import Testing

/// The decoders against other implementations, on text made of what matters to them.
@Suite struct TransferDecodingTests {
  private func decoded(_ encoding: String, _ body: [UInt8]) throws -> [UInt8] {
    let header = "From: a@a.example\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
    return try #require(try MIMEParser.parse(Array(header.utf8) + body).attachments.first).content
  }

  private func random(_ pieces: [String], _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 1...40, using: &generator)).flatMap { _ in
      Array((pieces.randomElement(using: &generator) ?? "").utf8)
    }
  }

  @Test func quotedPrintableIsReadAsGMimeReadsIt() throws {
    var generator = SeededGenerator(seed: 3)
    let pieces = [
      "=", "=\r\n", "=\n", "=\r", "=3D", "=c3", "=A", "=g0", "=0g", "a", " ", "\t", "\r\n", "\n", "text", "==",
    ]
    for _ in 0..<5_000 {
      let body = random(pieces, &generator)
      var state = GMimeEncoding()
      g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
      var output = [CChar](repeating: 0, count: body.count + 16)
      let count = body.withUnsafeBytes { bytes in
        g_mime_encoding_flush(&state, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &output)
      }
      let theirs = output.prefix(count).map { UInt8(bitPattern: $0) }
      #expect(
        try decoded("quoted-printable", body) == theirs, "\(String(decoding: body, as: UTF8.self).debugDescription)")
    }
  }

  @Test func base64OfAnyBytesComesBack() throws {
    var generator = SeededGenerator(seed: 4)
    for size in 0..<400 {
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let lines: Data.Base64EncodingOptions = [.lineLength76Characters, .endLineWithLineFeed]
      for options in [[], [.lineLength76Characters], lines, [.lineLength64Characters]] as [Data.Base64EncodingOptions] {
        #expect(try decoded("base64", Array(Data(bytes).base64EncodedString(options: options).utf8)) == bytes)
      }
    }
  }

  /// Foundation reads base64 with other characters among it, and ends at the first padding.
  @Test func base64AmongOtherCharactersIsReadAsFoundationReadsIt() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3_000 {
      let body = random(["QUJD", "Q", "UJ", "\r\n", "\n", " ", "!", "-", "QUJDQUJDQUJD"], &generator)
      let characters = body.filter { byte in
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      }
      let whole = characters.count / 4 * 4
      var theirs = [UInt8](try #require(Data(base64Encoded: Data(characters.prefix(whole)))))
      let rest = Array(characters[whole...])
      if rest.count > 1 {
        let padded = rest + [UInt8](repeating: 0x3D, count: 4 - rest.count)
        theirs += [UInt8](try #require(Data(base64Encoded: Data(padded))))
      }
      #expect(try decoded("base64", body) == theirs)
    }
  }
}

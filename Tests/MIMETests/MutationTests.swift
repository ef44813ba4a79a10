import Foundation
import MIME
import Testing

/// Damaged messages: whatever happens to the bytes, the parser returns a value or a typed error.
@Suite struct MutationTests {
  /// Pieces that mean something to a parser.
  private static let pieces: [[UInt8]] =
    [
      "\r\n", "\n", "\r", "\r\n\r\n", "--", "----", "=", "=?", "?=", "=?utf-8?B?", "=?iso-2022-jp?Q?=1B$B", "\"", "(",
      ")", "<",
      ">", ":", ";", ",", "@", "\\", "\u{0}", "=\r\n", "%", "*0*=", "; boundary=",
      "Content-Type: multipart/mixed; boundary=b\r\n",
      "Content-Transfer-Encoding: base64\r\n", "charset=utf-7", "charset=iso-2022-jp", "\u{1B}$B", "begin 644 x\r\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xF4, 0x8F, 0xBE, 0x80], [0x80], [0xC3]]

  private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...12, using: &generator) where !result.isEmpty {
      let position = Int.random(in: 0..<result.count, using: &generator)
      let end = min(result.count, position + Int.random(in: 1...64, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: result[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: result.removeSubrange(position..<end)
      case 2: result.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: position)
      case 3: result.insert(contentsOf: result[position..<end], at: Int.random(in: 0...result.count, using: &generator))
      case 4: result.removeSubrange(end...)
      default: result.replaceSubrange(position..<end, with: Self.pieces.randomElement(using: &generator) ?? [])
      }
    }
    return result
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func damagedMailIsReadOrRefused(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let corpora = [try MailCorpus.own(), try MailCorpus.locate()]
    var mails: [[UInt8]] = []
    for corpus in corpora {
      for file in corpus.files.shuffled(using: &generator).prefix(120) {
        mails.append(Array(try corpus.bytes(file).prefix(20_000)))
      }
    }
    var read = 0
    for _ in 0..<1_500 {
      let bytes = mutate(mails.randomElement(using: &generator) ?? [], &generator)
      do throws(MIMEError) {
        let value = try MIMEParser.parse(bytes)
        #expect(value.contentKey.count == 32)
        #expect(!value.subject.utf8.contains(0) && !(value.text ?? "").utf8.contains(0))
        read += 1
      } catch {
        #expect([.empty, .noHeader].contains(error.kind))
      }
    }
    #expect(read > 1_000)
  }

  @Test func everyPrefixOfAMailIsReadOrRefused() throws {
    let corpus = try MailCorpus.written()
    for file in corpus.files {
      let bytes = try corpus.bytes(file).prefix(2_000)
      for length in bytes.indices {
        do throws(MIMEError) {
          _ = try MIMEParser.parse(Array(bytes.prefix(length)))
        } catch {
          #expect([.empty, .noHeader].contains(error.kind))
        }
      }
    }
  }
}

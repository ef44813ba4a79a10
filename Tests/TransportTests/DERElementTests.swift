import Testing

@testable import Transport

/// A server writes its certificate as it likes: what is no whole element is none.
@Suite struct DERElementTests {
  @Test(
    arguments: [
      ([0x30, 0x00], 0x30, []), ([0x02, 0x01, 0x05, 0xFF], 0x02, [0x05]), ([0x04, 0x81, 0x02, 1, 2], 0x04, [1, 2]),
      ([0x04, 0x82, 0x00, 0x01, 9], 0x04, [9]),
    ] as [([UInt8], UInt8, [UInt8])])
  func elementsAreRead(octets: [UInt8], tag: UInt8, content: [UInt8]) {
    var rest = octets[...]
    let element = DERElement.next(&rest)
    #expect(element?.tag == tag)
    #expect(element.map { Array($0.content) } == content)
  }

  @Test(
    arguments: [
      [], [0x30], [0x30, 0x05, 1], [0x30, 0x80], [0x30, 0x81], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x30, 0x85, 0, 0, 0, 0, 0],
      [0x30, 0xFF, 0xFF],
    ] as [[UInt8]])
  func whatIsNotWholeIsNone(octets: [UInt8]) {
    var rest = octets[...]
    #expect(DERElement.next(&rest) == nil)
    #expect(DERElement.signatureAlgorithm(octets) == nil)
    #expect(DERElement.bitsOfRSAKey(octets) == nil)
    #expect(!DERElement.forbidsServers(octets))
  }

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    return [tag] + (count < 0x80 ? [UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]) + content
  }

  private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

  private static func key(_ modulus: [UInt8], algorithm: [UInt8] = rsa) -> [UInt8] {
    let numbers = element(0x30, element(0x02, modulus) + element(0x02, [1, 0, 1]))
    return element(0x30, element(0x30, element(0x06, algorithm) + [0x05, 0x00]) + element(0x03, [0] + numbers))
  }

  @Test func lengthsOfKeysAreThoseOfTheModulus() {
    #expect(DERElement.bitsOfRSAKey(Self.key([0, 0x80] + Array(repeating: 0, count: 127))) == 1024)
    #expect(DERElement.bitsOfRSAKey(Self.key([0x7F] + Array(repeating: 0, count: 127))) == 1023)
    #expect(DERElement.bitsOfRSAKey(Self.key([0, 0xC0] + Array(repeating: 0, count: 255))) == 2048)
    #expect(DERElement.bitsOfRSAKey(Self.key([0])) == 0)
    #expect(DERElement.bitsOfRSAKey(Self.key([0x80], algorithm: [0x2A])) == nil, "another kind of key")
  }

  @Test func purposesAreRead() {
    func certificate(_ purposes: [[UInt8]]) -> [UInt8] {
      let list = Self.element(0x30, purposes.flatMap { Self.element(0x06, $0) })
      let usage = Self.element(0x30, Self.element(0x06, [0x55, 0x1D, 0x25]) + Self.element(0x04, list))
      let tbs = Self.element(0x30, Self.element(0x02, [1]) + Self.element(0xA3, Self.element(0x30, usage)))
      return Self.element(0x30, tbs + Self.element(0x30, Self.element(0x06, [0x2A])) + Self.element(0x03, [0]))
    }
    let client: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02]
    let server: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01]
    #expect(DERElement.forbidsServers(certificate([client])))
    #expect(!DERElement.forbidsServers(certificate([client, server])))
    #expect(!DERElement.forbidsServers(certificate([[0x55, 0x1D, 0x25, 0x00]])))
    #expect(DERElement.signatureAlgorithm(certificate([client])) == [0x2A])
  }
}

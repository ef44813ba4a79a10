import CRMModel
import Glibc
import NIOCore
import NIOSSL

/// Why a server's certificate is refused. It ends a handshake before anything was sent in it.
struct CertificateRefusal: Error, Equatable {
  let code: MessageCode
  let parameters: [String: String]

  init(_ code: MessageCode, _ parameters: [String: String] = [:]) {
    self.code = code
    self.parameters = parameters
  }
}

/// A server's certificate, read as far as people need it to know what is wrong with it.
struct ServerCertificate {
  /// Bits of the shortest RSA key that counts. NIST SP 800-131A
  static let shortestKey = 2048

  private let certificate: NIOSSLCertificate

  init(_ certificate: NIOSSLCertificate) { self.certificate = certificate }

  /// What BoringSSL accepts and nobody should: keys that can be broken, and signatures that can be forged.
  var weakness: CertificateRefusal? {
    if let key = try? certificate.extractPublicKey().toSPKIBytes(), let bits = DERElement.bitsOfRSAKey(key),
      bits < ServerCertificate.shortestKey
    {
      return CertificateRefusal(.certificateKeyShort, ["bits": String(bits)])
    }
    guard let octets = try? certificate.toDERBytes(), let algorithm = DERElement.signatureAlgorithm(octets) else {
      return nil
    }
    return ServerCertificate.forgeable[algorithm].map {
      CertificateRefusal(.certificateSignatureWeak, ["algorithm": $0])
    }
  }

  /// Object identifiers of signatures with broken digests.
  private static let forgeable: [[UInt8]: String] = [
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x04]: "MD5",
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05]: "SHA-1",
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]: "SHA-1",
  ]

  /// Why the check of it failed, which BoringSSL says in one word only.
  /// - Parameter host: The host or address it had to be for.
  func refusal(host: String) -> CertificateRefusal {
    // The clock that BoringSSL asked.
    let now = time(nil)
    if certificate.notValidAfter < now {
      return CertificateRefusal(.certificateExpired, ["until": ServerCertificate.date(certificate.notValidAfter)])
    }
    if certificate.notValidBefore > now {
      return CertificateRefusal(.certificateNotYetValid, ["from": ServerCertificate.date(certificate.notValidBefore)])
    }
    let names = self.names
    if !names.contains(where: { ServerCertificate.name($0, covers: host) }) {
      return CertificateRefusal(.certificateForOthers, ["names": names.isEmpty ? "-" : names.joined(separator: ", ")])
    }
    if let octets = try? certificate.toDERBytes(), DERElement.forbidsServers(octets) {
      return CertificateRefusal(.certificateNotForServers)
    }
    return weakness ?? CertificateRefusal(.certificateUntrusted)
  }

  private static func date(_ seconds: time_t) -> String { Instant(microseconds: Int64(seconds) * 1_000_000).rfc3339 }

  private var names: [String] {
    certificate._subjectAlternativeNames().compactMap { name -> String? in
      let octets = Array(name.contents)
      switch name.nameType {
      case .dnsName: return String(decoding: octets, as: UTF8.self)
      case .ipAddress: return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: octets), port: 0).ipAddress
      default: return nil
      }
    }
  }

  /// A star stands for one label. RFC 6125 §6.4.3
  private static func name(_ name: String, covers host: String) -> Bool {
    let name = name.lowercased()
    let host = host.lowercased()
    guard name.hasPrefix("*.") else { return name == host }
    return host.split(separator: ".", maxSplits: 1).last.map { "*." + $0 } == name
  }
}

/// One element of DER, as much as certificates need. X.690 §8.1
struct DERElement {
  static let integer: UInt8 = 0x02
  static let bitString: UInt8 = 0x03
  static let objectIdentifier: UInt8 = 0x06
  static let sequence: UInt8 = 0x30

  let tag: UInt8
  let content: ArraySlice<UInt8>

  /// Takes the next element off the front, nil if there is no whole one.
  static func next(_ rest: inout ArraySlice<UInt8>) -> DERElement? {
    guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), rest.count >= count else { return nil }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return DERElement(tag: tag, content: rest.prefix(length))
  }

  /// The elements inside, as far as they are whole.
  var elements: [DERElement] {
    var rest = content
    var found: [DERElement] = []
    while let element = DERElement.next(&rest) { found.append(element) }
    return found
  }

  private static func parts(_ octets: [UInt8]) -> [DERElement] {
    var rest = octets[...]
    guard let whole = next(&rest), whole.tag == sequence else { return [] }
    return whole.elements
  }

  /// The object identifier of the outer algorithm of a certificate.
  static func signatureAlgorithm(_ certificate: [UInt8]) -> [UInt8]? {
    let parts = parts(certificate)
    guard parts.count == 3, let algorithm = parts[1].elements.first, algorithm.tag == objectIdentifier else {
      return nil
    }
    return Array(algorithm.content)
  }

  /// The length of the modulus of an RSA public key, nil for other keys.
  static func bitsOfRSAKey(_ information: [UInt8]) -> Int? {
    let parts = parts(information)
    guard parts.count == 2, parts[0].elements.first?.content.elementsEqual(rsa) == true, parts[1].tag == bitString,
      let modulus = DERElement.parts(Array(parts[1].content.dropFirst())).first, modulus.tag == integer
    else { return nil }
    let octets = modulus.content.drop { $0 == 0 }
    guard let first = octets.first else { return 0 }
    return octets.count * 8 - first.leadingZeroBitCount
  }

  private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

  /// Whether the certificate names its purposes and serving is not among them.
  static func forbidsServers(_ certificate: [UInt8]) -> Bool {
    guard let usage = parts(certificate).first.flatMap(extendedKeyUsage) else { return false }
    return !usage.contains { $0.elementsEqual(serverAuth) || $0.elementsEqual(anyUsage) }
  }

  private static func extendedKeyUsage(_ tbs: DERElement) -> [ArraySlice<UInt8>]? {
    // The extensions are the last part, in an explicit tag 3.
    guard let last = tbs.elements.last, last.tag == 0xA3, let extensions = last.elements.first else { return nil }
    for element in extensions.elements {
      let fields = element.elements
      guard fields.first?.content.elementsEqual(extendedKeyUsageID) == true, var value = fields.last?.content,
        let list = next(&value)
      else { continue }
      return list.elements.map(\.content)
    }
    return nil
  }

  private static let extendedKeyUsageID: [UInt8] = [0x55, 0x1D, 0x25]
  private static let anyUsage: [UInt8] = [0x55, 0x1D, 0x25, 0x00]
  private static let serverAuth: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01]
}

/// A header of a request or an answer.
public struct AutodiscoverHeader: Equatable, Sendable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String

  /// A header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One request. It is sent to one of the addresses, which were checked, and to no other; redirects are not followed.
public struct AutodiscoverRequest: Equatable, Sendable {
  /// The methods in use.
  public enum Method: String, Equatable, Sendable {
    case get = "GET", head = "HEAD", post = "POST"
  }

  /// The method.
  public var method: Method
  /// Where to.
  public var url: AutodiscoverURL
  /// Addresses of the host, all of them allowed.
  public var addresses: [IPAddress]
  /// The headers, without the credential.
  public var headers: [AutodiscoverHeader]
  /// The body.
  public var body: [UInt8]
  /// Whether the credential is sent, by the policy's scheme. Never to a URL without TLS.
  public var sendsCredential: Bool
}

/// What the caller does next. Exactly one action is under way at a time.
public enum AutodiscoverAction: Equatable, Sendable {
  /// Look up the host's addresses; then ``AutodiscoverEvent/resolved(_:)``.
  case resolve(host: String)
  /// Look up SRV records of that name; then ``AutodiscoverEvent/services(_:)``.
  case queryServices(name: String)
  /// Send the request: at most 10 seconds to connect and 20 in all; then ``AutodiscoverEvent/response(_:)`` or
  /// ``AutodiscoverEvent/failed(_:)``.
  case send(AutodiscoverRequest)
  /// Ask the administrator whether the credential may be sent to the host; then ``AutodiscoverEvent/confirmed(_:)``. A
  /// caller that cannot ask answers false.
  case confirm(host: String, AutodiscoverReason)
  /// The endpoint. Its host is trusted, and its addresses were checked.
  case found(AutodiscoverEndpoint)
  /// Nothing was found.
  case failed(AutodiscoverFailure)
}

/// Why a host has to be confirmed.
public enum AutodiscoverReason: String, Equatable, Sendable, CaseIterable {
  /// The host is the address's own, and the scheme gives something away to it.
  case scheme
  /// Another server named it, or DNS without a signature.
  case redirect
  /// An answer names it as the place of the service.
  case endpoint
}

/// What came of an action.
public enum AutodiscoverEvent: Equatable, Sendable {
  /// The addresses of a host; none: it has none.
  case resolved([IPAddress])
  /// SRV records (RFC 2782).
  case services([AutodiscoverService])
  /// An answer.
  case response(AutodiscoverResponse)
  /// No answer.
  case failed(AutodiscoverTrouble)
  /// What the administrator said.
  case confirmed(Bool)
}

/// A record of a service (RFC 2782).
public struct AutodiscoverService: Equatable, Sendable {
  /// Small ones first.
  public var priority: Int
  /// Among equal priorities, large ones first.
  public var weight: Int
  /// The port.
  public var port: Int
  /// The host.
  public var target: String

  /// A record.
  public init(priority: Int, weight: Int, port: Int, target: String) {
    self.priority = priority
    self.weight = weight
    self.port = port
    self.target = target
  }
}

/// An answer to a request.
public struct AutodiscoverResponse: Equatable, Sendable {
  /// The status.
  public var status: Int
  /// The headers.
  public var headers: [AutodiscoverHeader]
  /// The body, at most 1 MB.
  public var body: [UInt8]

  /// An answer.
  public init(status: Int, headers: [AutodiscoverHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The values of a header.
  func values(_ name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// The schemes a server offers (RFC 9110 §11.6.1), in small letters.
  var offeredSchemes: Set<String> {
    var schemes: Set<String> = []
    for value in values("WWW-Authenticate") {
      for part in value.split(separator: ",") {
        guard let word = part.split(separator: " ").first, !word.contains("="), !word.contains("\"") else { continue }
        schemes.insert(word.lowercased())
      }
    }
    return schemes
  }
}

/// Why there is no answer.
public enum AutodiscoverTrouble: String, Equatable, Sendable, CaseIterable {
  /// Nobody took the connection.
  case unreachable
  /// The certificate is not valid for the host.
  case certificate
  /// TLS failed otherwise.
  case tls
  /// It took too long.
  case timeout
  /// The answer is too large, or none of HTTP.
  case answer
}

/// Why nothing was found.
public enum AutodiscoverFailure: Equatable, Sendable {
  /// The address is none that discovery can work with.
  case invalidAddress
  /// The mailbox is in Exchange Online, which is reached through Microsoft Graph.
  case exchangeOnline
  /// The credential was refused, twice at most; the host that refused it last.
  case credentialRefused(host: String)
  /// Hosts that nobody confirmed stand in the way.
  case unconfirmed(hosts: [String])
  /// Every server that was asked says that there is no such mailbox.
  case unknownMailbox
  /// No server answered with an endpoint.
  case notFound
}

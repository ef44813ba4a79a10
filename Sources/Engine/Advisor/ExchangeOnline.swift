package import CRMModel

/// A server as a location names it: a host, or a URL with one.
package struct Endpoint: Hashable, Sendable {
  package var host: String
  package var port: Int?
  package var kind: ServerKind?
  package var security: ConnectionSecurity?

  package init?(_ location: String) {
    var rest = Substring(location)
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    if rest.first == "[", let end = rest.firstIndex(of: "]") {
      host = String(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...]
      port = rest.first == ":" ? Int(rest.dropFirst()) : nil
    } else if let colon = rest.lastIndex(of: ":"), rest.firstIndex(of: ":") == colon {
      host = String(rest[..<colon])
      port = Int(rest[rest.index(after: colon)...])
    } else {
      host = String(rest)
    }
    host = host.lowercased()
    while host.hasSuffix(".") { host.removeLast() }
    guard !host.isEmpty else { return nil }
  }

  /// Ports nobody has to write down.
  var isOnDefaultPort: Bool {
    guard let port else { return true }
    return Endpoint.defaultPorts(kind).contains(port)
  }

  static func defaultPorts(_ kind: ServerKind?) -> [Int] {
    switch kind {
    case .pop3: [995, 110]
    case .imap: [993, 143]
    case .smtp: [587, 465, 25]
    case .exchange, .graph, .dav, nil: [443]
    }
  }
}

/// The hosts by which Exchange Online and Graph are reached, national clouds included. B11
package enum ExchangeOnline {
  private static let hosts: Set<String> = [
    "outlook.office365.com", "outlook.office.com", "smtp.office365.com", "smtp-legacy.office365.com",
    "pop-legacy.office365.com", "imap-legacy.office365.com", "graph.microsoft.com", "autodiscover-s.outlook.com",
    // United States government
    "outlook.office365.us", "smtp.office365.us", "graph.microsoft.us", "autodiscover-s.office365.us",
    "outlook-dod.office365.us", "smtp-dod.office365.us", "dod-graph.microsoft.us",
    "autodiscover-s-dod.office365.us", "webmail.apps.mil",
    // China
    "partner.outlook.cn", "smtp.partner.outlook.cn", "microsoftgraph.chinacloudapi.cn",
    "autodiscover-s.partner.outlook.cn",
    // Germany, until its cloud was closed
    "outlook.office.de", "smtp.office.de", "graph.microsoft.de",
  ]

  /// Domains every host of which is a server of Exchange Online.
  private static let domains = ["mail.protection.outlook.com", "prod.outlook.com", "outlook.office365.com"]

  package static func isHost(_ host: String) -> Bool {
    let host = host.lowercased()
    return hosts.contains(host) || domains.contains { host.hasSuffix("." + $0) }
  }
}

/// The services the document names as not compliant with FIPS 140-2: MSN, Outlook.com, Windows Live Mail.
enum ConsumerMail {
  private static let domains = ["msn.com", "hotmail.com", "live.com", "passport.com"]
  private static let hosts: Set<String> = [
    "pop-mail.outlook.com", "imap-mail.outlook.com", "smtp-mail.outlook.com", "outlook.com", "mail.outlook.com",
  ]

  static func isHost(_ host: String) -> Bool {
    hosts.contains(host) || domains.contains { host == $0 || host.hasSuffix("." + $0) }
  }
}

/// Finds the dialect of one mailbox: answers in, actions out.
///
/// ```
/// start()                                    → probe(Exchange2013_SP1)
/// S: ErrorInvalidServerVersion               → probe(Exchange2010_SP2)
/// S: anything, ServerVersionInfo 14.3        → settled(Exchange2010_SP2)
/// ```
///
/// The result is of the mailbox, not of the server: in an organization that moves to another version a front end passes
/// calls on to older servers. The probe is ``ConvertId/probe(mailbox:)``.
public struct EWSVersionNegotiation: Equatable, Sendable {
  /// What the caller does next.
  public enum Action: Equatable, Sendable {
    /// Send the probe in this dialect.
    case probe(EWSDialect)
    /// Use this dialect from now on; the version as the server told it.
    case settled(EWSDialect, EWSServerVersion?)
    /// The server is older than Exchange 2010 SP2.
    case tooOld(EWSServerVersion)
    /// The server refuses every dialect.
    case refused(EWSResponseCode)
    /// The answer says nothing about versions: its own class decides, and the probe is sent again later.
    case inconclusive(EWSResponseCode?)
  }

  /// What came of a probe.
  public struct Answer: Equatable, Sendable {
    /// ServerVersionInfo of the answer.
    public var version: EWSServerVersion?
    /// The code of the fault, else of the response message.
    public var code: EWSResponseCode?
    /// Whether the answer is no envelope, but a page of status 500 whose words say that the version is invalid.
    public var saysInvalidVersion: Bool

    /// An answer.
    public init(version: EWSServerVersion? = nil, code: EWSResponseCode? = nil, saysInvalidVersion: Bool = false) {
      self.version = version
      self.code = code
      self.saysInvalidVersion = saysInvalidVersion
    }

    /// An answer that was read.
    public init<Answer>(_ response: EWSResponse<Answer>) {
      self.init(version: response.version, code: response.fault?.code ?? response.messages.first?.code)
    }
  }

  /// The codes that say that the dialect is none of the server's.
  static let codes: Set<String> = [
    "ErrorInvalidServerVersion", "ErrorIncorrectSchemaVersion", "ErrorInvalidRequest",
    "ErrorInvalidSchemaVersionForMailboxVersion",
  ]

  /// Octets of an answer that is no envelope, of which words are looked for.
  public static let maximumPageLength = 4_096

  /// The dialect in use or tried.
  public private(set) var dialect = EWSDialect.exchange2013SP1
  /// Whether the dialect is known.
  public private(set) var isSettled = false

  /// A negotiation that has not begun.
  public init() {}

  /// Whether a page that is no envelope says that the version is invalid.
  public static func saysInvalidVersion(status: Int, body: some Collection<UInt8>) -> Bool {
    guard status == 500 else { return false }
    let text = String(decoding: body.prefix(maximumPageLength), as: UTF8.self).lowercased()
    return ["server version is invalid", "specified server version", "errorinvalidserverversion"].contains {
      text.firstPlace(of: $0)
    }
  }

  /// Begins, or begins again.
  public mutating func start() -> Action {
    dialect = .exchange2013SP1
    isSettled = false
    return .probe(dialect)
  }

  /// Takes what came of the probe.
  public mutating func receive(_ answer: Answer) -> Action {
    if answer.saysInvalidVersion || answer.code.map({ Self.codes.contains($0.name) }) == true {
      guard dialect != .exchange2010SP2 else {
        if let version = answer.version, version.dialect == nil { return .tooOld(version) }
        return .refused(answer.code ?? EWSResponseCode("ErrorInvalidServerVersion"))
      }
      dialect = .exchange2010SP2
      return .probe(dialect)
    }
    guard let version = answer.version else { return .inconclusive(answer.code) }
    guard let best = version.dialect else { return .tooOld(version) }
    // What was refused is not tried again, whatever the front end's version is.
    if dialect != .exchange2010SP2 { dialect = best }
    isSettled = true
    return .settled(dialect, version)
  }

  /// Looks at a code of a later answer.
  ///
  /// - Returns: the probe to be sent when the mailbox now is on another server, else nil.
  public mutating func reconsider(_ code: EWSResponseCode) -> Action? {
    guard Self.codes.contains(code.name), isSettled else { return nil }
    return start()
  }
}

extension String {
  fileprivate func firstPlace(of text: String) -> Bool {
    let needle = Array(text.utf8)
    let hay = Array(utf8)
    guard hay.count >= needle.count else { return false }
    return (0...hay.count - needle.count).contains { hay[$0..<$0 + needle.count].elementsEqual(needle) }
  }
}

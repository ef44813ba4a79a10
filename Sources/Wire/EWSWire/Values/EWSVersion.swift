/// What is sent as RequestServerVersion. Two dialects are enough for every server from Exchange 2010 SP2 on.
public enum EWSDialect: String, Equatable, Sendable, CaseIterable {
  /// Exchange 2010 SP2 and SP3.
  case exchange2010SP2 = "Exchange2010_SP2"
  /// Exchange 2013 before SP1.
  case exchange2013 = "Exchange2013"
  /// Exchange 2013 SP1 and everything later.
  case exchange2013SP1 = "Exchange2013_SP1"

  /// Whether elements that came with Exchange 2013 may be sent.
  public var isNew: Bool { self != .exchange2010SP2 }
}

/// A server's version (ServerVersionInfo), which every answer carries.
public struct EWSServerVersion: Equatable, Hashable, Sendable {
  /// 14 is Exchange 2010, 15 everything later.
  public var major: Int
  /// 15.0 is 2013, 15.1 is 2016, 15.2 is 2019 and Subscription Edition.
  public var minor: Int
  /// The build.
  public var build: Int
  /// The build's revision.
  public var revision: Int

  /// A version.
  public init(major: Int, minor: Int, build: Int = 0, revision: Int = 0) {
    self.major = major
    self.minor = minor
    self.build = build
    self.revision = revision
  }

  /// The dialect for a server of this version; nil for one that is too old.
  public var dialect: EWSDialect? {
    switch (major, minor) {
    case (..<14, _), (14, ..<2): nil
    case (14, _): .exchange2010SP2
    // Build 847 is SP1.
    case (15, 0): build < 847 ? .exchange2013 : .exchange2013SP1
    default: .exchange2013SP1
    }
  }

  /// The attributes of ServerVersionInfo. Its Version is not read: newer servers answer words that requests may not use.
  init?(element: EWSElement) {
    func number(_ name: String) -> Int? { element.attribute(name).flatMap { EWSNumber.integer($0) } }
    guard let major = number("MajorVersion"), let minor = number("MinorVersion") else { return nil }
    self.init(
      major: major, minor: minor, build: number("MajorBuildNumber") ?? 0, revision: number("MinorBuildNumber") ?? 0)
  }
}

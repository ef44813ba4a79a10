import CRMModel

/// A version of Exchange Server: as a profile says it, or by the numbers a server announces in its answers.
package enum ExchangeVersion: String, CaseIterable, Hashable, Sendable {
  case exchange2003 = "2003"
  case exchange2007 = "2007"
  case exchange2010 = "2010"
  case exchange2010SP1 = "2010-sp1"
  case exchange2010SP2 = "2010-sp2"
  case exchange2013 = "2013"
  case exchange2016 = "2016"
  case exchange2019 = "2019"
  case subscription = "subscription"

  /// What the original's list says. Nil for its last entry, Exchange 2013: it stands for all that came later as well.
  init?(_ version: EmailServerProfile.ExchangeVersion) {
    switch version {
    case .exchange2007, .exchange2007SP1: self = .exchange2007
    case .exchange2010: self = .exchange2010
    case .exchange2010SP1: self = .exchange2010SP1
    case .exchange2010SP2: self = .exchange2010SP2
    case .exchange2013: return nil
    }
  }

  /// From the numbers of ServerVersionInfo: `6.5` is 2003, `8` is 2007, `14` is 2010 with its service packs, `15.0` is
  /// 2013, `15.1` is 2016, `15.2` is 2019 and, from build 2562, the Subscription Edition. Nil for what has no such
  /// server behind it.
  package init?(major: Int, minor: Int, build: Int) {
    switch (major, minor) {
    case (6, _): self = .exchange2003
    case (8, _): self = .exchange2007
    case (14, 0): self = .exchange2010
    case (14, 1): self = .exchange2010SP1
    case (14, _): self = .exchange2010SP2
    case (15, 0): self = .exchange2013
    case (15, 1): self = .exchange2016
    case (15, 2): self = build < ExchangeVersion.firstSubscriptionBuild ? .exchange2019 : .subscription
    default: return nil
    }
  }

  private static let firstSubscriptionBuild = 2562

  package var name: String {
    switch self {
    case .exchange2003: "Exchange Server 2003"
    case .exchange2007: "Exchange Server 2007"
    case .exchange2010: "Exchange Server 2010"
    case .exchange2010SP1: "Exchange Server 2010 SP1"
    case .exchange2010SP2: "Exchange Server 2010 SP2"
    case .exchange2013: "Exchange Server 2013"
    case .exchange2016: "Exchange Server 2016"
    case .exchange2019: "Exchange Server 2019"
    case .subscription: "Exchange Server Subscription Edition"
    }
  }

  /// The day its support ended.
  var endOfSupport: Instant? {
    switch self {
    case .exchange2003: Instant(rfc3339: "2014-04-08")
    case .exchange2007: Instant(rfc3339: "2017-04-11")
    case .exchange2010, .exchange2010SP1, .exchange2010SP2: Instant(rfc3339: "2020-10-13")
    case .exchange2013: Instant(rfc3339: "2023-04-11")
    case .exchange2016, .exchange2019: Instant(rfc3339: "2025-10-14")
    case .subscription: nil
    }
  }
}

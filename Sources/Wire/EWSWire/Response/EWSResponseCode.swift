/// A response code, such as `ErrorItemNotFound`. Codes nobody knows yet are codes too.
public struct EWSResponseCode: Equatable, Hashable, Sendable {
  /// Octets of the longest code that is kept.
  public static let maximumLength = 120

  /// The code as the server wrote it; `ErrorUnnamed` in place of what is no word.
  public let name: String

  /// A code.
  public init(_ name: String) {
    let isWord =
      !name.isEmpty && name.utf8.count <= Self.maximumLength
      && name.utf8.allSatisfy { octet in
        (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
      }
    self.name = isWord ? name : "ErrorUnnamed"
  }

  /// Success.
  public static let noError = EWSResponseCode("NoError")

  /// The kind of code, which decides what is done.
  public enum Class: String, Equatable, Sendable, CaseIterable {
    case ok, throttled, transient, credential, permission, conflict, gone, corrupt, recipient, quota, version, bug
    case permanent
    case transientLimited = "transient-limited", mailboxMoved = "mailbox-moved", mailboxGone = "mailbox-gone"
    case impersonationDenied = "impersonation-denied", stateLost = "state-lost", tooBig = "too-big"
    case calendarRule = "calendar-rule"
  }

  /// What is concerned.
  public enum Scope: String, Equatable, Sendable, CaseIterable {
    case none, item, folder, mailbox, profile, server
    /// Our own request.
    case ours
  }

  /// What is to be done.
  public enum Remedy: String, Equatable, Sendable, CaseIterable {
    /// Nothing.
    case nothing
    /// Try again after 1, 2, 4 … 60 minutes; after a day, alert.
    case retryLater
    /// Try three times, then quarantine the item.
    case retryThrice
    /// Try once without MIME or body, then quarantine the item.
    case retryWithoutMIME
    /// Quarantine the item and report it.
    case quarantine
    /// The item as it stands will never be taken: report it.
    case reportItem
    /// The address will never be taken: report it.
    case reportRecipient
    /// The operation is not permitted: alert.
    case alert
    /// Stop every mailbox of the credential at once.
    case stopCredential
    /// Disable the mailbox until an administrator enables it.
    case disableMailbox
    /// Discover once more; if it stays, disable the mailbox.
    case rediscoverThenDisable
    /// Forget endpoint, cookies and subscriptions, and discover again.
    case rediscover
    /// The answer names the primary address: use it from now on.
    case usePrimaryAddress
    /// Wait as long as the server says, else a minute and more; hold everything of the account.
    case backOff
    /// Ask for half as much.
    case halveBatch
    /// Have one call less on the way.
    case lowerConcurrency
    /// Unsubscribe what can be, or impersonate the target.
    case freeSubscriptions
    /// Park outgoing items for an hour.
    case parkSending
    /// Begin the folder again without a state, matching by id.
    case resyncFolder
    /// Look at the hierarchy; if the folder is gone, drop its state.
    case resyncHierarchy
    /// Subscribe without the old watermark, and synchronize the folders.
    case resubscribe
    /// It is deleted already.
    case treatAsDeleted
    /// Read the item again, merge, and write.
    case readAndMerge
    /// Go on reading; write nothing.
    case stopWriting
    /// Speak an older dialect.
    case lowerVersion
    /// Never again: our request is wrong.
    case reportBug
  }

  /// What is known of a code.
  public struct Classification: Equatable, Sendable {
    /// The kind.
    public let kind: Class
    /// What is concerned.
    public let scope: Scope
    /// What is to be done.
    public let remedy: Remedy
  }

  /// What is known of the code. An unknown one is permanent for the item, and an administrator hears of it.
  public var classification: Classification {
    Self.table[name] ?? Classification(kind: .permanent, scope: .item, remedy: .quarantine)
  }

  /// The kind.
  public var kind: Class { classification.kind }

  /// Whether the schemas know the code.
  public var isKnown: Bool { Self.table[name] != nil }

  /// All codes of the schemas.
  static let table: [String: Classification] = {
    var table: [String: Classification] = [:]
    var current: Classification?
    for line in EWSResponseCodeTable.text.split(separator: "\n") {
      var words = line.split(separator: " ")[...]
      if line.first == "/" {
        guard let kind = Class(rawValue: String(words[0].dropFirst())), let scope = Scope(rawValue: String(words[1])),
          let remedy = Remedy(rawValue: String(words[2]))
        else {
          current = nil
          continue
        }
        current = Classification(kind: kind, scope: scope, remedy: remedy)
        words = words.dropFirst(3)
      }
      for word in words { table[String(word)] = current }
    }
    return table
  }()
}

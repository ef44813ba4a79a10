/// Somebody invited to a meeting, or its room.
public struct EWSAttendee: Equatable, Sendable {
  /// Who.
  public var mailbox: EWSMailbox
  /// What they answered.
  public var response: EWSResponseType?
  /// When they answered last.
  public var lastResponseTime: EWSDateTime?

  /// An attendee.
  public init(_ mailbox: EWSMailbox, response: EWSResponseType? = nil, lastResponseTime: EWSDateTime? = nil) {
    self.mailbox = mailbox
    self.response = response
    self.lastResponseTime = lastResponseTime
  }
}

/// An answer to a meeting.
public enum EWSResponseType: String, EWSValue, CaseIterable {
  case unknown = "Unknown", organizer = "Organizer", tentative = "Tentative", accept = "Accept", decline = "Decline"
  case noResponseReceived = "NoResponseReceived"
}

extension EWSAttendee: EWSListMember {
  /// Reads the `Attendee` elements that have a mailbox.
  public static func list(_ element: EWSElement) -> [EWSAttendee] {
    element.children.compactMap { child in
      guard let mailbox = child.child("Mailbox").map(EWSMailbox.init(mailbox:)) else { return nil }
      return EWSAttendee(
        mailbox, response: child.value(of: "ResponseType"), lastResponseTime: child.value(of: "LastResponseTime"))
    }
  }

  /// An `Attendee` element.
  public var member: EWSElement {
    var children = [mailbox.element]
    if let response { children.append(EWSElement("ResponseType", value: response)) }
    if let lastResponseTime { children.append(EWSElement("LastResponseTime", value: lastResponseTime)) }
    return EWSElement("Attendee", [:], children)
  }
}

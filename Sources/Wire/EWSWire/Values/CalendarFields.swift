// What calendar items and the messages about meetings have. [MS-OXWSMTGS] 2.2.4

extension EWSField where Value == String {
  /// The meeting's identity, the same for every attendee; can be set only while the item is made.
  public static var uid: Self { Self("calendar:UID") }
  /// The place.
  public static var location: Self { Self("calendar:Location") }
  /// The time for people.
  public static var when: Self { Self("calendar:When") }
  /// An xs:duration.
  public static var duration: Self { Self("calendar:Duration") }
}

extension EWSField where Value == EWSDateTime {
  /// When it begins.
  public static var start: Self { Self("calendar:Start") }
  /// When it ends.
  public static var end: Self { Self("calendar:End") }
  /// When the pattern of its series would have it begin.
  public static var originalStart: Self { Self("calendar:OriginalStart") }
  /// Which occurrence it is, of exceptions.
  public static var recurrenceID: Self { Self("calendar:RecurrenceId") }
  /// When its organizer changed it last.
  public static var dateTimeStamp: Self { Self("calendar:DateTimeStamp") }
  /// When the owner of the mailbox answered.
  public static var appointmentReplyTime: Self { Self("calendar:AppointmentReplyTime") }
}

extension EWSField where Value == Bool {
  /// Midnight to midnight in the item's own zone, the end excluded.
  public static var isAllDayEvent: Self { Self("calendar:IsAllDayEvent") }
  /// Whether it has attendees.
  public static var isMeeting: Self { Self("calendar:IsMeeting") }
  /// Whether it was cancelled.
  public static var isCancelled: Self { Self("calendar:IsCancelled") }
  /// Whether it is of a series.
  public static var isRecurring: Self { Self("calendar:IsRecurring") }
  /// Whether invitations went out.
  public static var meetingRequestWasSent: Self { Self("calendar:MeetingRequestWasSent") }
  /// Whether attendees are to answer.
  public static var isResponseRequested: Self { Self("calendar:IsResponseRequested") }
  /// Whether attendees may propose another time.
  public static var allowNewTimeProposal: Self { Self("calendar:AllowNewTimeProposal") }
  /// Whether the owner of the mailbox organizes it. Exchange 2013 and later.
  public static var isOrganizer: Self { Self("calendar:IsOrganizer") }
}

extension EWSField where Value == Int {
  /// Grows with every update that is sent.
  public static var appointmentSequenceNumber: Self { Self("calendar:AppointmentSequenceNumber") }
  /// Bits: 1 a meeting, 2 received, 4 cancelled.
  public static var appointmentState: Self { Self("calendar:AppointmentState") }
}

extension EWSField where Value == EWSFreeBusy {
  /// How the time shows.
  public static var legacyFreeBusyStatus: Self { Self("calendar:LegacyFreeBusyStatus") }
  /// How the organizer wants the time to show, in meeting requests.
  public static var intendedFreeBusyStatus: Self { Self("meetingRequest:IntendedFreeBusyStatus") }
}

extension EWSField where Value == EWSCalendarItemType {
  /// Which part of a series it is, if any.
  public static var calendarItemType: Self { Self("calendar:CalendarItemType") }
}

extension EWSField where Value == EWSResponseType {
  /// What the owner of the mailbox answered.
  public static var myResponseType: Self { Self("calendar:MyResponseType") }
  /// The answer that a message about a meeting is.
  public static var responseType: Self { Self("meeting:ResponseType") }
}

extension EWSField where Value == EWSMailbox {
  /// Who organizes it.
  public static var organizer: Self { Self("calendar:Organizer") }
}

extension EWSField where Value == [EWSAttendee] {
  /// Who should come.
  public static var requiredAttendees: Self { Self("calendar:RequiredAttendees") }
  /// Who may come.
  public static var optionalAttendees: Self { Self("calendar:OptionalAttendees") }
  /// Rooms and things.
  public static var resources: Self { Self("calendar:Resources") }
}

extension EWSField where Value == EWSRecurrence {
  /// When the series repeats.
  public static var recurrence: Self { Self("calendar:Recurrence") }
}

extension EWSField where Value == EWSOccurrence {
  /// The first occurrence.
  public static var firstOccurrence: Self { Self("calendar:FirstOccurrence") }
  /// The last occurrence.
  public static var lastOccurrence: Self { Self("calendar:LastOccurrence") }
}

extension EWSField where Value == [EWSOccurrence] {
  /// Occurrences that differ from the series.
  public static var modifiedOccurrences: Self { Self("calendar:ModifiedOccurrences") }
}

extension EWSField where Value == [EWSDeletedOccurrence] {
  /// Occurrences that were deleted.
  public static var deletedOccurrences: Self { Self("calendar:DeletedOccurrences") }
}

extension EWSField where Value == EWSTimeZone {
  /// The zone of the start, and of the recurrence.
  public static var startTimeZone: Self { Self("calendar:StartTimeZone") }
  /// The zone of the end.
  public static var endTimeZone: Self { Self("calendar:EndTimeZone") }
}

extension EWSField where Value == EWSItemID {
  /// The calendar item that a message about a meeting belongs to.
  public static var associatedCalendarItemID: Self { Self("meeting:AssociatedCalendarItemId") }
}

extension EWSField where Value == Bool {
  /// Whether the message reached a delegate.
  public static var isDelegated: Self { Self("meeting:IsDelegated") }
  /// Whether a later message replaced it.
  public static var isOutOfDate: Self { Self("meeting:IsOutOfDate") }
  /// Whether the calendar item follows it already.
  public static var hasBeenProcessed: Self { Self("meeting:HasBeenProcessed") }
}

extension EWSField where Value == EWSMeetingRequestType {
  /// What a meeting request wants.
  public static var meetingRequestType: Self { Self("meetingRequest:MeetingRequestType") }
}

/// How time shows in a calendar.
public enum EWSFreeBusy: String, EWSValue, CaseIterable {
  case free = "Free", tentative = "Tentative", busy = "Busy", outOfOffice = "OOF"
  /// Exchange 2013 and later.
  case workingElsewhere = "WorkingElsewhere"
  case noData = "NoData"
}

/// Which part of a series an item is.
public enum EWSCalendarItemType: String, EWSValue, CaseIterable {
  case single = "Single", occurrence = "Occurrence", exception = "Exception", recurringMaster = "RecurringMaster"
}

/// What a meeting request wants.
public enum EWSMeetingRequestType: String, EWSValue, CaseIterable {
  case none = "None", fullUpdate = "FullUpdate", informationalUpdate = "InformationalUpdate"
  case newMeetingRequest = "NewMeetingRequest", outdated = "Outdated", silentUpdate = "SilentUpdate"
  case principalWantsCopy = "PrincipalWantsCopy"
}

// Made by scripts/generate-ews-tables from the Exchange schemas. Do not edit.

enum EWSSchemaTable {
  /// `/element type` for what a body or header may begin with, `=element` for the paths it may name. Then types:
  /// name, namespace (`!`: with a child at least), children in their order; `|` stands before one of a choice with the
  /// child before it, `:type` after one that has children, `+13` after what came with Exchange 2013.
  static let text = """
    /ConvertId ConvertIdType
    /CopyItem CopyItemType
    /CreateAttachment CreateAttachmentType
    /CreateFolder CreateFolderType
    /CreateItem CreateItemType
    /DeleteItem DeleteItemType
    /ExchangeImpersonation ExchangeImpersonationType
    /FindFolder FindFolderType
    /FindItem FindItemType
    /GetAttachment GetAttachmentType
    /GetEvents GetEventsType
    /GetFolder GetFolderType
    /GetItem GetItemType
    /GetServerTimeZones GetServerTimeZonesType
    /GetStreamingEvents GetStreamingEventsType
    /GetUserConfiguration GetUserConfigurationType
    /MoveItem MoveItemType
    /RequestServerVersion -
    /ResolveNames ResolveNamesType
    /SendItem SendItemType
    /SendNotificationResult SendNotificationResultType
    /Subscribe SubscribeType
    /SyncFolderHierarchy SyncFolderHierarchyType
    /SyncFolderItems SyncFolderItemsType
    /TimeZoneContext TimeZoneContextType
    /Unsubscribe UnsubscribeType
    /UpdateItem UpdateItemType
    /UpdateUserConfiguration UpdateUserConfigurationType
    =FieldURI folder:FolderId folder:ParentFolderId folder:DisplayName folder:UnreadCount folder:TotalCount
      folder:ChildFolderCount folder:FolderClass folder:SearchParameters folder:ManagedFolderInformation
      folder:PermissionSet folder:EffectiveRights folder:SharingEffectiveRights folder:DistinguishedFolderId+13
      folder:PolicyTag+13 folder:ArchiveTag+13 item:ItemId item:ParentFolderId item:ItemClass item:MimeContent
      item:Attachments item:Subject item:DateTimeReceived item:Size item:Categories item:HasAttachments item:Importance
      item:InReplyTo item:InternetMessageHeaders item:IsAssociated item:IsDraft item:IsFromMe item:IsResend
      item:IsSubmitted item:IsUnmodified item:DateTimeSent item:DateTimeCreated item:Body item:ResponseObjects
      item:Sensitivity item:ReminderDueBy item:ReminderIsSet item:ReminderNextTime+13 item:ReminderMinutesBeforeStart
      item:DisplayTo item:DisplayCc item:Culture item:EffectiveRights item:LastModifiedName item:LastModifiedTime
      item:ConversationId item:UniqueBody item:Flag+13 item:StoreEntryId item:InstanceKey+13 item:NormalizedBody+13
      item:EntityExtractionResult+13 item:PolicyTag+13 item:ArchiveTag+13 item:RetentionDate+13 item:Preview+13
      item:PredictedActionReasons+13 item:IsClutter+13 item:RightsManagementLicenseData+13 item:BlockStatus+13
      item:HasBlockedImages+13 item:WebClientReadFormQueryString item:WebClientEditFormQueryString item:TextBody+13
      item:IconIndex+13 message:ConversationIndex message:ConversationTopic message:InternetMessageId message:IsRead
      message:IsResponseRequested message:IsReadReceiptRequested message:IsDeliveryReceiptRequested message:ReceivedBy
      message:ReceivedRepresenting message:References message:ReplyTo message:From message:Sender message:ToRecipients
      message:CcRecipients message:BccRecipients message:ApprovalRequestData+13 message:VotingInformation+13
      message:ReminderMessageData+13 meeting:AssociatedCalendarItemId meeting:IsDelegated meeting:IsOutOfDate
      meeting:HasBeenProcessed meeting:ResponseType meeting:ProposedStart+13 meeting:ProposedEnd+13
      meetingRequest:MeetingRequestType meetingRequest:IntendedFreeBusyStatus meetingRequest:ChangeHighlights+13
      calendar:Start calendar:End calendar:OriginalStart calendar:StartWallClock+13 calendar:EndWallClock+13
      calendar:StartTimeZoneId+13 calendar:EndTimeZoneId+13 calendar:IsAllDayEvent calendar:LegacyFreeBusyStatus
      calendar:Location calendar:EnhancedLocation+13 calendar:When calendar:IsMeeting calendar:IsCancelled
      calendar:IsRecurring calendar:MeetingRequestWasSent calendar:IsResponseRequested calendar:CalendarItemType
      calendar:MyResponseType calendar:Organizer calendar:RequiredAttendees calendar:OptionalAttendees
      calendar:Resources calendar:ConflictingMeetingCount calendar:AdjacentMeetingCount calendar:ConflictingMeetings
      calendar:AdjacentMeetings calendar:Duration calendar:TimeZone calendar:AppointmentReplyTime
      calendar:AppointmentSequenceNumber calendar:AppointmentState calendar:Recurrence calendar:FirstOccurrence
      calendar:LastOccurrence calendar:ModifiedOccurrences calendar:DeletedOccurrences calendar:MeetingTimeZone
      calendar:ConferenceType calendar:AllowNewTimeProposal calendar:IsOnlineMeeting calendar:MeetingWorkspaceUrl
      calendar:NetShowUrl calendar:UID calendar:RecurrenceId calendar:DateTimeStamp calendar:StartTimeZone
      calendar:EndTimeZone calendar:JoinOnlineMeetingUrl+13 calendar:OnlineMeetingSettings+13 calendar:IsOrganizer+13
      task:ActualWork task:AssignedTime task:BillingInformation task:ChangeCount task:Companies task:CompleteDate
      task:Contacts task:DelegationState task:Delegator task:DueDate task:IsAssignmentEditable task:IsComplete
      task:IsRecurring task:IsTeamTask task:Mileage task:Owner task:PercentComplete task:Recurrence task:StartDate
      task:Status task:StatusDescription task:TotalWork contacts:Alias contacts:AssistantName contacts:Birthday
      contacts:BusinessHomePage contacts:Children contacts:Companies contacts:CompanyName contacts:CompleteName
      contacts:ContactSource contacts:Culture contacts:Department contacts:DisplayName contacts:DirectoryId
      contacts:DirectReports contacts:EmailAddresses contacts:FileAs contacts:FileAsMapping contacts:Generation
      contacts:GivenName contacts:ImAddresses contacts:Initials contacts:JobTitle contacts:Manager
      contacts:ManagerMailbox contacts:MiddleName contacts:Mileage contacts:MSExchangeCertificate contacts:Nickname
      contacts:Notes contacts:OfficeLocation contacts:PhoneNumbers contacts:PhoneticFullName contacts:PhoneticFirstName
      contacts:PhoneticLastName contacts:Photo contacts:PhysicalAddresses contacts:PostalAddressIndex
      contacts:Profession contacts:SpouseName contacts:Surname contacts:WeddingAnniversary contacts:UserSMIMECertificate
      contacts:HasPicture distributionlist:Members postitem:PostedTime conversation:ConversationId
      conversation:ConversationTopic conversation:UniqueRecipients conversation:GlobalUniqueRecipients
      conversation:UniqueUnreadSenders conversation:GlobalUniqueUnreadSenders conversation:UniqueSenders
      conversation:GlobalUniqueSenders conversation:LastDeliveryTime conversation:GlobalLastDeliveryTime
      conversation:Categories conversation:GlobalCategories conversation:FlagStatus conversation:GlobalFlagStatus
      conversation:HasAttachments conversation:GlobalHasAttachments conversation:MessageCount
      conversation:GlobalMessageCount conversation:UnreadCount conversation:GlobalUnreadCount conversation:Size
      conversation:GlobalSize conversation:ItemClasses conversation:GlobalItemClasses conversation:Importance
      conversation:GlobalImportance conversation:ItemIds conversation:GlobalItemIds conversation:InstanceKey+13
      conversation:Preview+13 conversation:IconIndex+13
    =IndexedFieldURI item:InternetMessageHeader contacts:ImAddress contacts:PhysicalAddress:Street
      contacts:PhysicalAddress:City contacts:PhysicalAddress:State contacts:PhysicalAddress:CountryOrRegion
      contacts:PhysicalAddress:PostalCode contacts:PhoneNumber contacts:EmailAddress distributionlist:Members:Member
    AbsoluteDateTransitionType t! To DateTime
    AbsoluteMonthlyRecurrencePatternType t! Interval DayOfMonth
    AbsoluteYearlyRecurrencePatternType t! DayOfMonth Month
    AcceptItemType t ItemClass Sensitivity Body Attachments:NonEmptyArrayOfAttachmentsType Sender:SingleRecipientType
      ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType
      IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType ReferenceItemId
    AndType t! Exists:ExistsType |Excludes:ExcludesType |IsEqualTo:IsEqualToType |IsNotEqualTo:IsNotEqualToType
      |IsGreaterThan:IsGreaterThanType |IsGreaterThanOrEqualTo:IsGreaterThanOrEqualToType |IsLessThan:IsLessThanType
      |IsLessThanOrEqualTo:IsLessThanOrEqualToType |Contains:ContainsExpressionType |Not:NotType |And:AndType |Or:OrType
    AppendToItemFieldType t! FieldURI |IndexedFieldURI |ExtendedFieldURI Item:ItemType |Message:MessageType
      |CalendarItem:CalendarItemType |Contact:ContactItemType |MeetingMessage:MeetingMessageType
      |MeetingRequest:MeetingRequestMessageType |MeetingResponse:MeetingResponseMessageType
      |MeetingCancellation:MeetingCancellationMessageType |Task:TaskType
    ArrayOfBaseItemIdsType t ItemId
    ArrayOfRecipientsType t Mailbox:EmailAddressType
    ArrayOfStringsType t String
    ArrayOfTransitionsGroupsType t! TransitionsGroup:ArrayOfTransitionsType
    ArrayOfTransitionsType t! Transition:TransitionType |AbsoluteDateTransition:AbsoluteDateTransitionType
      |RecurringDayTransition:RecurringDayTransitionType |RecurringDateTransition:RecurringDateTransitionType
    AttachmentResponseShapeType t IncludeMimeContent BodyType FilterHtmlContent
      AdditionalProperties:NonEmptyArrayOfPathsToElementType
    AttendeeType t! Mailbox:EmailAddressType ResponseType LastResponseTime ProposedStart+13 ProposedEnd+13
    CalendarFolderType t FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount
      ExtendedProperty:ExtendedPropertyType DistinguishedFolderId+13 PolicyTag+13 ArchiveTag+13
    CalendarItemType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 UID RecurrenceId DateTimeStamp Start End OriginalStart IsAllDayEvent
      LegacyFreeBusyStatus Location When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent IsResponseRequested
      CalendarItemType MyResponseType Organizer:SingleRecipientType RequiredAttendees:NonEmptyArrayOfAttendeesType
      OptionalAttendees:NonEmptyArrayOfAttendeesType Resources:NonEmptyArrayOfAttendeesType ConflictingMeetingCount
      AdjacentMeetingCount Duration AppointmentReplyTime AppointmentSequenceNumber AppointmentState
      Recurrence:RecurrenceType StartTimeZone:TimeZoneDefinitionType EndTimeZone:TimeZoneDefinitionType ConferenceType
      AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl StartWallClock+13 EndWallClock+13
      StartTimeZoneId+13 EndTimeZoneId+13 IntendedFreeBusyStatus+13 JoinOnlineMeetingUrl+13 IsOrganizer+13
    CancelCalendarItemType t Subject Body ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType
      BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType
      ReferenceItemId NewBodyContent
    ConnectingSIDType t! PrincipalName |SID |PrimarySmtpAddress |SmtpAddress
    ContactItemType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 FileAs FileAsMapping DisplayName GivenName Initials MiddleName
      Nickname CompanyName EmailAddresses:EmailAddressDictionaryType PhysicalAddresses:PhysicalAddressDictionaryType
      PhoneNumbers:PhoneNumberDictionaryType AssistantName Birthday BusinessHomePage Children:ArrayOfStringsType
      Companies:ArrayOfStringsType ContactSource Department Generation ImAddresses:ImAddressDictionaryType JobTitle
      Manager Mileage OfficeLocation PostalAddressIndex Profession SpouseName Surname WeddingAnniversary HasPicture
      PhoneticFullName PhoneticFirstName PhoneticLastName Alias Notes DirectoryId
    ContactsFolderType t FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount
      ExtendedProperty:ExtendedPropertyType DistinguishedFolderId+13 PolicyTag+13 ArchiveTag+13
    ContainsExpressionType t! FieldURI |IndexedFieldURI |ExtendedFieldURI Constant
    ConvertIdType m! SourceIds:NonEmptyArrayOfAlternateIdsType
    CopyItemType m! ToFolderId:TargetFolderIdType ItemIds:NonEmptyArrayOfBaseItemIdsType ReturnNewItemIds
    CreateAttachmentType m! ParentItemId Attachments:NonEmptyArrayOfAttachmentsType
    CreateFolderType m! ParentFolderId:TargetFolderIdType Folders:NonEmptyArrayOfFoldersType
    CreateItemType m! SavedItemFolderId:TargetFolderIdType Items:NonEmptyArrayOfAllItemsType
    DailyRecurrencePatternType t! Interval
    DailyRegeneratingPatternType t! Interval
    DeclineItemType t ItemClass Sensitivity Body Attachments:NonEmptyArrayOfAttachmentsType Sender:SingleRecipientType
      ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType
      IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType ReferenceItemId
    DeleteItemFieldType t! FieldURI |IndexedFieldURI |ExtendedFieldURI
    DeleteItemType m! ItemIds:NonEmptyArrayOfBaseItemIdsType
    DistinguishedFolderIdType t Mailbox:EmailAddressType
    EmailAddressDictionaryType t! Entry
    EmailAddressType t Name EmailAddress RoutingType MailboxType ItemId OriginalDisplayName+13
    EndDateRecurrenceRangeType t! StartDate EndDate
    ExchangeImpersonationType t! ConnectingSID:ConnectingSIDType
    ExcludesType t! FieldURI |IndexedFieldURI |ExtendedFieldURI Bitmask
    ExistsType t! FieldURI |IndexedFieldURI |ExtendedFieldURI
    ExtendedPropertyType t! ExtendedFieldURI Value |Values:NonEmptyArrayOfPropertyValuesType
    FieldOrderType t! FieldURI |IndexedFieldURI |ExtendedFieldURI
    FieldURIOrConstantType t! FieldURI |IndexedFieldURI |ExtendedFieldURI |Constant
    FileAttachmentType t AttachmentId Name ContentType ContentId ContentLocation Size LastModifiedTime IsInline
      IsContactPhoto Content
    FindFolderType m! FolderShape:FolderResponseShapeType IndexedPageFolderView Restriction:RestrictionType
      ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType
    FindItemType m! ItemShape:ItemResponseShapeType IndexedPageItemView |CalendarView Restriction:RestrictionType
      SortOrder:NonEmptyArrayOfFieldOrdersType ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType
    FolderResponseShapeType t! BaseShape AdditionalProperties:NonEmptyArrayOfPathsToElementType
    FolderType t FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount
      ExtendedProperty:ExtendedPropertyType DistinguishedFolderId+13 PolicyTag+13 ArchiveTag+13 UnreadCount
    ForwardItemType t Subject Body ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType
      BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType
      ReferenceItemId NewBodyContent
    GetAttachmentType m! AttachmentShape:AttachmentResponseShapeType
      AttachmentIds:NonEmptyArrayOfRequestAttachmentIdsType
    GetEventsType m! SubscriptionId Watermark
    GetFolderType m! FolderShape:FolderResponseShapeType FolderIds:NonEmptyArrayOfBaseFolderIdsType
    GetItemType m! ItemShape:ItemResponseShapeType ItemIds:NonEmptyArrayOfBaseItemIdsType
    GetServerTimeZonesType m Ids:NonEmptyArrayOfTimeZoneIdType
    GetStreamingEventsType m! SubscriptionIds:NonEmptyArrayOfSubscriptionIdsType ConnectionTimeout
    GetUserConfigurationType m! UserConfigurationName:UserConfigurationNameType UserConfigurationProperties
    ImAddressDictionaryType t! Entry
    IsEqualToType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    IsGreaterThanOrEqualToType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    IsGreaterThanType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    IsLessThanOrEqualToType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    IsLessThanType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    IsNotEqualToType t! FieldURI |IndexedFieldURI |ExtendedFieldURI FieldURIOrConstant:FieldURIOrConstantType
    ItemAttachmentType t AttachmentId Name ContentType ContentId ContentLocation Size LastModifiedTime IsInline
      Item:ItemType |Message:MessageType |CalendarItem:CalendarItemType |Contact:ContactItemType
      |MeetingMessage:MeetingMessageType |MeetingRequest:MeetingRequestMessageType
      |MeetingResponse:MeetingResponseMessageType |MeetingCancellation:MeetingCancellationMessageType |Task:TaskType
    ItemChangeType t! ItemId |OccurrenceItemId |RecurringMasterItemId Updates:NonEmptyArrayOfItemChangeDescriptionsType
    ItemResponseShapeType t! BaseShape IncludeMimeContent BodyType UniqueBodyType+13 NormalizedBodyType+13
      FilterHtmlContent ConvertHtmlCodePageToUTF8 InlineImageUrlTemplate+13 BlockExternalImages+13
      AddBlankTargetToLinks+13 MaximumBodySize+13 AdditionalProperties:NonEmptyArrayOfPathsToElementType
    ItemType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13
    MeetingCancellationMessageType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType
      CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested
      IsDeliveryReceiptRequested ConversationIndex ConversationTopic From:SingleRecipientType InternetMessageId IsRead
      IsResponseRequested References ReplyTo:ArrayOfRecipientsType AssociatedCalendarItemId IsDelegated IsOutOfDate
      HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp IsOrganizer+13 Start+13 End+13 Location+13
      Recurrence:RecurrenceType+13 CalendarItemType+13
    MeetingMessageType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType
      CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested
      IsDeliveryReceiptRequested ConversationIndex ConversationTopic From:SingleRecipientType InternetMessageId IsRead
      IsResponseRequested References ReplyTo:ArrayOfRecipientsType AssociatedCalendarItemId IsDelegated IsOutOfDate
      HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp IsOrganizer+13
    MeetingRequestMessageType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType
      CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested
      IsDeliveryReceiptRequested ConversationIndex ConversationTopic From:SingleRecipientType InternetMessageId IsRead
      IsResponseRequested References ReplyTo:ArrayOfRecipientsType AssociatedCalendarItemId IsDelegated IsOutOfDate
      HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp IsOrganizer+13 MeetingRequestType
      IntendedFreeBusyStatus Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location When IsMeeting
      IsCancelled IsRecurring MeetingRequestWasSent CalendarItemType MyResponseType Organizer:SingleRecipientType
      RequiredAttendees:NonEmptyArrayOfAttendeesType OptionalAttendees:NonEmptyArrayOfAttendeesType
      Resources:NonEmptyArrayOfAttendeesType ConflictingMeetingCount AdjacentMeetingCount Duration AppointmentReplyTime
      AppointmentSequenceNumber AppointmentState Recurrence:RecurrenceType StartTimeZone:TimeZoneDefinitionType
      EndTimeZone:TimeZoneDefinitionType ConferenceType AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl
      NetShowUrl StartWallClock+13 EndWallClock+13 StartTimeZoneId+13 EndTimeZoneId+13
    MeetingResponseMessageType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType
      CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested
      IsDeliveryReceiptRequested ConversationIndex ConversationTopic From:SingleRecipientType InternetMessageId IsRead
      IsResponseRequested References ReplyTo:ArrayOfRecipientsType AssociatedCalendarItemId IsDelegated IsOutOfDate
      HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp IsOrganizer+13 Start+13 End+13 Location+13
      Recurrence:RecurrenceType+13 CalendarItemType+13 ProposedStart+13 ProposedEnd+13
    MessageType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType
      CcRecipients:ArrayOfRecipientsType BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested
      IsDeliveryReceiptRequested ConversationIndex ConversationTopic From:SingleRecipientType InternetMessageId IsRead
      IsResponseRequested References ReplyTo:ArrayOfRecipientsType
    MonthlyRegeneratingPatternType t! Interval
    MoveItemType m! ToFolderId:TargetFolderIdType ItemIds:NonEmptyArrayOfBaseItemIdsType ReturnNewItemIds
    NoEndRecurrenceRangeType t! StartDate
    NonEmptyArrayOfAllItemsType t! Item:ItemType |Message:MessageType |CalendarItem:CalendarItemType
      |Contact:ContactItemType |MeetingMessage:MeetingMessageType |MeetingRequest:MeetingRequestMessageType
      |MeetingResponse:MeetingResponseMessageType |MeetingCancellation:MeetingCancellationMessageType |Task:TaskType
      |ReplyToItem:ReplyToItemType |ForwardItem:ForwardItemType |ReplyAllToItem:ReplyAllToItemType
      |AcceptItem:AcceptItemType |TentativelyAcceptItem:TentativelyAcceptItemType |DeclineItem:DeclineItemType
      |CancelCalendarItem:CancelCalendarItemType
    NonEmptyArrayOfAlternateIdsType t! AlternateId |AlternatePublicFolderId |AlternatePublicFolderItemId
    NonEmptyArrayOfAttachmentsType t! ItemAttachment:ItemAttachmentType |FileAttachment:FileAttachmentType
    NonEmptyArrayOfAttendeesType t! Attendee:AttendeeType
    NonEmptyArrayOfBaseFolderIdsType t! FolderId |DistinguishedFolderId:DistinguishedFolderIdType
    NonEmptyArrayOfBaseItemIdsType t! ItemId |OccurrenceItemId |RecurringMasterItemId
    NonEmptyArrayOfFieldOrdersType t! FieldOrder:FieldOrderType
    NonEmptyArrayOfFoldersType t! Folder:FolderType |CalendarFolder:CalendarFolderType
      |ContactsFolder:ContactsFolderType |SearchFolder:SearchFolderType |TasksFolder:TasksFolderType
    NonEmptyArrayOfItemChangeDescriptionsType t! AppendToItemField:AppendToItemFieldType |SetItemField:SetItemFieldType
      |DeleteItemField:DeleteItemFieldType
    NonEmptyArrayOfItemChangesType t! ItemChange:ItemChangeType
    NonEmptyArrayOfNotificationEventTypesType t! EventType
    NonEmptyArrayOfPathsToElementType t! FieldURI |IndexedFieldURI |ExtendedFieldURI
    NonEmptyArrayOfPeriodsType t! Period
    NonEmptyArrayOfPropertyValuesType t! Value
    NonEmptyArrayOfRequestAttachmentIdsType t! AttachmentId
    NonEmptyArrayOfSubscriptionIdsType t! SubscriptionId
    NonEmptyArrayOfTimeZoneIdType t! Id
    NotType t! Exists:ExistsType |Excludes:ExcludesType |IsEqualTo:IsEqualToType |IsNotEqualTo:IsNotEqualToType
      |IsGreaterThan:IsGreaterThanType |IsGreaterThanOrEqualTo:IsGreaterThanOrEqualToType |IsLessThan:IsLessThanType
      |IsLessThanOrEqualTo:IsLessThanOrEqualToType |Contains:ContainsExpressionType |Not:NotType |And:AndType |Or:OrType
    NumberedRecurrenceRangeType t! StartDate NumberOfOccurrences
    OrType t! Exists:ExistsType |Excludes:ExcludesType |IsEqualTo:IsEqualToType |IsNotEqualTo:IsNotEqualToType
      |IsGreaterThan:IsGreaterThanType |IsGreaterThanOrEqualTo:IsGreaterThanOrEqualToType |IsLessThan:IsLessThanType
      |IsLessThanOrEqualTo:IsLessThanOrEqualToType |Contains:ContainsExpressionType |Not:NotType |And:AndType |Or:OrType
    PhoneNumberDictionaryType t! Entry
    PhysicalAddressDictionaryEntryType t Street City State CountryOrRegion PostalCode
    PhysicalAddressDictionaryType t! Entry:PhysicalAddressDictionaryEntryType
    PullSubscriptionRequestType t! FolderIds:NonEmptyArrayOfBaseFolderIdsType
      EventTypes:NonEmptyArrayOfNotificationEventTypesType Watermark Timeout
    PushSubscriptionRequestType t! FolderIds:NonEmptyArrayOfBaseFolderIdsType
      EventTypes:NonEmptyArrayOfNotificationEventTypesType Watermark StatusFrequency URL CallerData+13
    RecurrenceType t! RelativeYearlyRecurrence:RelativeYearlyRecurrencePatternType
      |AbsoluteYearlyRecurrence:AbsoluteYearlyRecurrencePatternType
      |RelativeMonthlyRecurrence:RelativeMonthlyRecurrencePatternType
      |AbsoluteMonthlyRecurrence:AbsoluteMonthlyRecurrencePatternType |WeeklyRecurrence:WeeklyRecurrencePatternType
      |DailyRecurrence:DailyRecurrencePatternType NoEndRecurrence:NoEndRecurrenceRangeType
      |EndDateRecurrence:EndDateRecurrenceRangeType |NumberedRecurrence:NumberedRecurrenceRangeType
    RecurringDateTransitionType t! To TimeOffset Month Day
    RecurringDayTransitionType t! To TimeOffset Month DayOfWeek Occurrence
    RelativeMonthlyRecurrencePatternType t! Interval DaysOfWeek DayOfWeekIndex
    RelativeYearlyRecurrencePatternType t! DaysOfWeek DayOfWeekIndex Month
    ReplyAllToItemType t Subject Body ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType
      BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType
      ReferenceItemId NewBodyContent
    ReplyToItemType t Subject Body ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType
      BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType
      ReferenceItemId NewBodyContent
    ResolveNamesType m! ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType UnresolvedEntry
    RestrictionType t! Exists:ExistsType |Excludes:ExcludesType |IsEqualTo:IsEqualToType |IsNotEqualTo:IsNotEqualToType
      |IsGreaterThan:IsGreaterThanType |IsGreaterThanOrEqualTo:IsGreaterThanOrEqualToType |IsLessThan:IsLessThanType
      |IsLessThanOrEqualTo:IsLessThanOrEqualToType |Contains:ContainsExpressionType |Not:NotType |And:AndType |Or:OrType
    SearchFolderType t FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount
      ExtendedProperty:ExtendedPropertyType DistinguishedFolderId+13 PolicyTag+13 ArchiveTag+13 UnreadCount
    SendItemType m! ItemIds:NonEmptyArrayOfBaseItemIdsType SavedItemFolderId:TargetFolderIdType
    SendNotificationResultType m! SubscriptionStatus
    SetItemFieldType t! FieldURI |IndexedFieldURI |ExtendedFieldURI Item:ItemType |Message:MessageType
      |CalendarItem:CalendarItemType |Contact:ContactItemType |MeetingMessage:MeetingMessageType
      |MeetingRequest:MeetingRequestMessageType |MeetingResponse:MeetingResponseMessageType
      |MeetingCancellation:MeetingCancellationMessageType |Task:TaskType
    SingleRecipientType t! Mailbox:EmailAddressType
    StreamingSubscriptionRequestType t! FolderIds:NonEmptyArrayOfBaseFolderIdsType
      EventTypes:NonEmptyArrayOfNotificationEventTypesType
    SubscribeType m! PullSubscriptionRequest:PullSubscriptionRequestType
      |PushSubscriptionRequest:PushSubscriptionRequestType
      |StreamingSubscriptionRequest:StreamingSubscriptionRequestType
    SyncFolderHierarchyType m! FolderShape:FolderResponseShapeType SyncFolderId:TargetFolderIdType SyncState
    SyncFolderItemsType m! ItemShape:ItemResponseShapeType SyncFolderId:TargetFolderIdType SyncState
      Ignore:ArrayOfBaseItemIdsType MaxChangesReturned SyncScope
    TargetFolderIdType t! FolderId |DistinguishedFolderId:DistinguishedFolderIdType
    TaskRecurrenceType t! RelativeYearlyRecurrence:RelativeYearlyRecurrencePatternType
      |AbsoluteYearlyRecurrence:AbsoluteYearlyRecurrencePatternType
      |RelativeMonthlyRecurrence:RelativeMonthlyRecurrencePatternType
      |AbsoluteMonthlyRecurrence:AbsoluteMonthlyRecurrencePatternType |WeeklyRecurrence:WeeklyRecurrencePatternType
      |DailyRecurrence:DailyRecurrencePatternType |DailyRegeneration:DailyRegeneratingPatternType
      |WeeklyRegeneration:WeeklyRegeneratingPatternType |MonthlyRegeneration:MonthlyRegeneratingPatternType
      |YearlyRegeneration:YearlyRegeneratingPatternType NoEndRecurrence:NoEndRecurrenceRangeType
      |EndDateRecurrence:EndDateRecurrenceRangeType |NumberedRecurrence:NumberedRecurrenceRangeType
    TaskType t MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body
      Attachments:NonEmptyArrayOfAttachmentsType DateTimeReceived Size Categories:ArrayOfStringsType Importance
      InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderDueBy
      ReminderIsSet ReminderNextTime+13 ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments
      ExtendedProperty:ExtendedPropertyType Culture LastModifiedName LastModifiedTime IsAssociated UniqueBody
      NormalizedBody+13 PolicyTag+13 ArchiveTag+13 RetentionDate+13 Preview+13 IsClutter+13 BlockStatus+13
      HasBlockedImages+13 TextBody+13 IconIndex+13 ActualWork AssignedTime BillingInformation ChangeCount
      Companies:ArrayOfStringsType CompleteDate Contacts:ArrayOfStringsType DelegationState Delegator DueDate
      IsAssignmentEditable IsComplete IsRecurring IsTeamTask Mileage Owner PercentComplete Recurrence:TaskRecurrenceType
      StartDate Status StatusDescription TotalWork
    TasksFolderType t FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount
      ExtendedProperty:ExtendedPropertyType DistinguishedFolderId+13 PolicyTag+13 ArchiveTag+13 UnreadCount
    TentativelyAcceptItemType t ItemClass Sensitivity Body Attachments:NonEmptyArrayOfAttachmentsType
      Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType CcRecipients:ArrayOfRecipientsType
      BccRecipients:ArrayOfRecipientsType IsReadReceiptRequested IsDeliveryReceiptRequested From:SingleRecipientType
      ReferenceItemId
    TimeZoneContextType t! TimeZoneDefinition:TimeZoneDefinitionType
    TimeZoneDefinitionType t Periods:NonEmptyArrayOfPeriodsType TransitionsGroups:ArrayOfTransitionsGroupsType
      Transitions:ArrayOfTransitionsType
    TransitionType t! To
    UnsubscribeType m! SubscriptionId
    UpdateItemType m! SavedItemFolderId:TargetFolderIdType ItemChanges:NonEmptyArrayOfItemChangesType
    UpdateUserConfigurationType m! UserConfiguration:UserConfigurationType
    UserConfigurationDictionaryEntryType t! DictionaryKey:UserConfigurationDictionaryObjectType
      DictionaryValue:UserConfigurationDictionaryObjectType
    UserConfigurationDictionaryObjectType t! Type Value
    UserConfigurationDictionaryType t DictionaryEntry:UserConfigurationDictionaryEntryType
    UserConfigurationNameType t! FolderId |DistinguishedFolderId:DistinguishedFolderIdType
    UserConfigurationType t! UserConfigurationName:UserConfigurationNameType ItemId
      Dictionary:UserConfigurationDictionaryType XmlData BinaryData
    WeeklyRecurrencePatternType t! Interval DaysOfWeek FirstDayOfWeek
    WeeklyRegeneratingPatternType t! Interval
    YearlyRegeneratingPatternType t! Interval
    """
}

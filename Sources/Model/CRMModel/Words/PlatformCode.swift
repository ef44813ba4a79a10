extension MessageCode {
  /// The original's number for the same thing, which administrators look for. feature map 6.4
  package var platformCode: String? {
    switch self {
    case .profileWithoutTLSOnline: "8005E201"
    case .profileCredentialsOnline: "8005E202"
    case .profileAnonymousExchange: "8005E203"
    case .profileDiscoveryNotExchange: "8005E204"
    case .profileLocationWithDiscovery: "8005E205"
    case .profileLocationInvalid: "8005E20A"
    case .queueOutlookMethod: "8005E210"
    case .forwardMailboxMethod: "8005E212"
    case .forwardMailboxSends: "8005E213"
    case .profilePOP3Credentials: "8005E214"
    case .profileWithoutLocation: "8005E218"
    case .mailboxInactive: "8005E219"
    case .mailboxNotApproved: "8005E220"
    case .mailboxWithoutProfile: "8005E222"
    case .incomingNotServerSide: "8005E224"
    case .outgoingNotServerSide: "8005E226"
    case .profileInactive: "8005E228"
    case .credentialsNotAllowed: "8005E229"
    case .credentialsMissing: "8005E209"
    case .mailboxOwnerDisabled: "8005E230"
    case .deleteOnUserMailbox: "8005E233"
    case .plainTextForbidden: "8005E234"
    case .profileDelegateNotSMTP: "8005E235"
    case .profileImpersonationNotExchange: "8005E236"
    case .profileMechanismInvalid: "8005E23B"
    case .plainTextCredentialsForbidden: "8005E23D"
    case .connectorMissing: "8005E242"
    case .startTooEarly: "8005E244"
    case .profileServerToServer: "8005E245"
    case .profileHTTPWithTLS: "8005E255"
    case .profileTenantMissing: "8005E25A"
    case .profileTenantInvalid: "8005E25B"
    default: nil
    }
  }
}

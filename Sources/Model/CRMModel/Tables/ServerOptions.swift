/// How to authenticate at a server. feature map 4.2
package enum AuthenticationProtocol: Int, OptionValue {
  case autoDetect = 0
  case negotiate = 1
  case ntlm = 2
  case basic = 3
  case oauth = 4

  package var label: Label {
    switch self {
    case .autoDetect: Label("Auto Detect", "自動検出")
    case .negotiate: Label("Negotiate", "ネゴシエート")
    case .ntlm: Label("NTLM", "NTLM 認証")
    case .basic: Label("Basic", "基本認証")
    case .oauth: Label("OAuth", "OAuth 認証")
    }
  }
}

/// Whose credentials are used. feature map 4.2
package enum CredentialRetrieval: Int, OptionValue {
  case userOrQueue = 0
  case profile = 1
  case serverToServer = 2
  case windowsIntegrated = 3
  case anonymous = 4
  case gmailOAuth = 5
  case hybridModernAuth = 6
  case entraOAuth = 7

  package var label: Label {
    switch self {
    case .userOrQueue: Label("Credentials Specified by a User or Queue", "ユーザーまたはキューで指定した資格情報")
    case .profile: Label("Credentials Specified in Email Server Profile", "電子メール サーバー プロファイルで指定した資格情報")
    case .serverToServer: Label("Server to Server Authentication", "サーバー間の認証")
    case .windowsIntegrated: Label("Windows Integrated Authentication", "Windows 統合認証")
    case .anonymous: Label("Without Credentials (Anonymous)", "資格情報なし (匿名)")
    case .gmailOAuth: Label("Gmail OAuth", "Gmail の OAuth 認証")
    case .hybridModernAuth: Label("Exchange Hybrid Modern Authentication", "Exchange ハイブリッド先進認証")
    case .entraOAuth: Label("Azure Active Directory OAuth", "Azure Active Directory の OAuth 認証")
    }
  }
}

/// The protocol of a server.
package enum ServerKind: Int, OptionValue {
  case exchange = 0
  case graph = 1
  case imap = 2
  case pop3 = 3
  case smtp = 4
  case dav = 5

  package var label: Label {
    switch self {
    case .exchange: Label("Exchange Server", "Exchange サーバー")
    case .graph: Label("Exchange Online (Graph)", "Exchange Online (Graph を使用)")
    case .imap: Label("IMAP server", "IMAP サーバー")
    case .pop3: Label("POP3 server", "POP3 サーバー")
    case .smtp: Label("SMTP server", "SMTP サーバー")
    case .dav: Label("CalDAV/CardDAV server", "CalDAV/CardDAV サーバー")
    }
  }
}

/// When TLS begins.
package enum ConnectionSecurity: Int, OptionValue {
  case implicit = 0
  case startTLS = 1
  case none = 2

  package var label: Label {
    switch self {
    case .implicit: Label("TLS from the start", "接続時からの TLS")
    case .startTLS: Label("STARTTLS", "STARTTLS を使用")
    case .none: Label("None", "なし")
    }
  }
}

/// What becomes of an email whose sending is in doubt.
package enum InDoubtPolicy: Int, OptionValue {
  case hold = 0
  case resend = 1

  package var label: Label {
    switch self {
    case .hold: Label("Hold and ask", "保留して確認する")
    case .resend: Label("Send once more", "もう一度送信する")
    }
  }
}

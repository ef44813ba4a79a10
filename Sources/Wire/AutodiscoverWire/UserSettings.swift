internal import XML

/// SOAP GetUserSettings: `autodiscover.svc`. [MS-OXWSADISC]
enum UserSettings {
  static let action = "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings"
  private static let settings = [
    "ExternalEwsUrl", "InternalEwsUrl", "EwsSupportedSchemas", "CasVersion", "GroupingInformation",
    "AutoDiscoverSMTPAddress", "UserDisplayName",
  ]

  static func request(address: String, url: String) -> [UInt8] {
    func soap(_ name: String) -> XMLName { XMLName(name, in: AutodiscoverDocument.soapNamespace) }
    func service(_ name: String) -> XMLName { XMLName(name, in: AutodiscoverDocument.serviceNamespace) }
    func addressing(_ name: String) -> XMLName { XMLName(name, in: AutodiscoverDocument.addressingNamespace) }
    var writer = XMLWriter(prefixes: [
      XMLWriter.Prefix("s", AutodiscoverDocument.soapNamespace),
      XMLWriter.Prefix("a", AutodiscoverDocument.serviceNamespace),
      XMLWriter.Prefix("wsa", AutodiscoverDocument.addressingNamespace),
    ])
    writer.start(soap("Envelope"))
    writer.start(soap("Header"))
    writer.element(service("RequestedServerVersion"), text: "Exchange2010_SP2")
    writer.element(addressing("Action"), text: action)
    writer.element(addressing("To"), text: url)
    writer.end()
    writer.start(soap("Body"))
    writer.start(service("GetUserSettingsRequestMessage"))
    writer.start(service("Request"))
    writer.start(service("Users"))
    writer.start(service("User"))
    writer.element(service("Mailbox"), text: address)
    writer.end()
    writer.end()
    writer.start(service("RequestedSettings"))
    for setting in settings { writer.element(service("Setting"), text: setting) }
    for _ in 0..<5 { writer.end() }
    return writer.bytes
  }

  static func verdict(_ bytes: [UInt8], isInside: Bool) -> AutodiscoverVerdict {
    guard let root = AutodiscoverDocument.tree(bytes), root.name.local == "Envelope", let body = root.child("Body")
    else { return .error("unreadable") }
    if let fault = body.child("Fault") {
      return .error(String((fault.child("faultcode")?.trimmedText ?? "Fault").prefix(80)))
    }
    guard let response = body.child("GetUserSettingsResponseMessage")?.child("Response") else {
      return .error("unreadable")
    }
    // Three levels of errors: the call, each user, each setting.
    if let verdict = verdict(ofCode: response) { return verdict }
    guard let user = response.child("UserResponses")?.child("UserResponse") else { return .error("noUserResponse") }
    if let verdict = verdict(ofCode: user) { return verdict }
    var values: [String: String] = [:]
    for setting in user.child("UserSettings")?.children ?? [] {
      if let name = setting.child("Name")?.trimmedText, let value = setting.child("Value")?.trimmedText, !value.isEmpty
      {
        values[name] = value
      }
    }
    func endpoint(_ name: String, isInternal: Bool) -> AutodiscoverEndpoint? {
      values[name].map { url in
        AutodiscoverEndpoint(
          url: url, isInternal: isInternal, primaryAddress: values["AutoDiscoverSMTPAddress"],
          groupingInformation: values["GroupingInformation"],
          supportedSchemas: (values["EwsSupportedSchemas"] ?? "").split { $0 == "," || $0 == " " }.prefix(50)
            .map { String($0) })
      }
    }
    let external = endpoint("ExternalEwsUrl", isInternal: false)
    let inner = isInside ? endpoint("InternalEwsUrl", isInternal: true) : nil
    let all = [inner, external].compactMap { $0 }
    return all.isEmpty ? .error("noEndpoint") : .endpoints(all)
  }

  private static func verdict(ofCode element: XMLNode) -> AutodiscoverVerdict? {
    let target = element.child("RedirectTarget")?.trimmedText ?? ""
    switch element.child("ErrorCode")?.trimmedText ?? "" {
    case "NoError", "": return nil
    case "RedirectAddress": return target.isEmpty ? .error("RedirectAddress") : .redirectAddress(target)
    case "RedirectUrl": return target.isEmpty ? .error("RedirectUrl") : .redirectURL(target)
    case "ServerBusy": return .busy
    case "InvalidUser": return .unknownMailbox
    case let code: return .error(String(code.prefix(80)))
    }
  }
}

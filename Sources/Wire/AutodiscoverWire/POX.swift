internal import XML

/// Plain old XML: `autodiscover.xml`. [MS-OXDSCLI]
enum POX {
  static func request(address: String) -> [UInt8] {
    let namespace = AutodiscoverDocument.requestNamespace
    var writer = XMLWriter(prefixes: [XMLWriter.Prefix("", namespace)])
    writer.start(XMLName("Autodiscover", in: namespace))
    writer.start(XMLName("Request", in: namespace))
    writer.element(XMLName("EMailAddress", in: namespace), text: address)
    writer.element(XMLName("AcceptableResponseSchema", in: namespace), text: AutodiscoverDocument.responseSchema)
    writer.end()
    writer.end()
    return writer.bytes
  }

  /// Names are matched without their namespaces: inner and outer elements are in different ones.
  static func verdict(_ bytes: [UInt8], isInside: Bool) -> AutodiscoverVerdict {
    guard let root = AutodiscoverDocument.tree(bytes), root.name.local == "Autodiscover",
      let response = root.child("Response")
    else { return .error("unreadable") }
    if let error = response.child("Error") {
      let code = error.child("ErrorCode")?.trimmedText ?? ""
      return code == "500" ? .unknownMailbox : .error(code)
    }
    guard let account = response.child("Account") else { return .error("noAccount") }
    switch account.child("Action")?.trimmedText.lowercased() {
    case "redirectaddr":
      guard let address = account.child("RedirectAddr")?.trimmedText, !address.isEmpty else {
        return .error("redirectAddr")
      }
      return .redirectAddress(address)
    case "redirecturl":
      guard let url = account.child("RedirectUrl")?.trimmedText, !url.isEmpty else { return .error("redirectUrl") }
      return .redirectURL(url)
    case "settings", nil: return settings(account, user: response.child("User"), isInside: isInside)
    case let other?: return .error(String(other.prefix(40)))
    }
  }

  private static func settings(_ account: XMLNode, user: XMLNode?, isInside: Bool) -> AutodiscoverVerdict {
    let protocols = account.children("Protocol")
    let primary = user?.child("AutoDiscoverSMTPAddress")?.trimmedText
    let grouping = protocols.compactMap { $0.child("GroupingInformation")?.trimmedText }.first { !$0.isEmpty }
    func endpoints(_ type: String, isInternal: Bool) -> [AutodiscoverEndpoint] {
      protocols.filter { ($0.child("Type")?.trimmedText ?? $0.attribute("Type")) == type }.compactMap { element in
        let urls = ["EwsUrl", "ASUrl"].compactMap { element.child($0)?.trimmedText }
        return urls.first { !$0.isEmpty }.map {
          AutodiscoverEndpoint(
            url: $0, isInternal: isInternal, primaryAddress: primary?.isEmpty == true ? nil : primary,
            groupingInformation: grouping)
        }
      }
    }
    let external = endpoints("EXPR", isInternal: false) + endpoints("EXHTTP", isInternal: false)
    let inner = endpoints("EXCH", isInternal: true)
    let all = isInside ? inner + external : external + inner
    return all.isEmpty ? .error("noEndpoint") : .endpoints(all)
  }
}

/// Exchange Online: EWS is switched off there since October 2026, tenant by tenant, and ends for good in April 2027. It is
/// reached through Microsoft Graph; a profile that names it for EWS is refused.
public enum ExchangeOnline {
  private static let domains = [
    "outlook.office365.com", "outlook.office.com", "office365.com", "outlook.com", "office365.us", "outlook.cn",
    "office365.cn", "outlook.de", "exchangelabs.com",
  ]

  /// Whether a host is Exchange Online's, of any cloud.
  public static func isHost(_ host: String) -> Bool {
    let name = AutodiscoverURL.host(host) ?? host.lowercased()
    return domains.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  /// Whether a URL leads to Exchange Online.
  public static func isEndpoint(_ url: String) -> Bool { AutodiscoverURL(url).map { isHost($0.host) } ?? false }
}

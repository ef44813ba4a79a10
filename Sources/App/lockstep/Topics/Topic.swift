import Advisor
import CRMModel

/// A page of help about a subject rather than a command. The document refers to six of them. B20
struct Topic {
  let id: String
  let title: Label
  let text: @Sendable (Language) -> String
  /// Topics a reader may want next.
  let related: [String]

  static let all: [Topic] = [
    configuration, troubleshooting, methods, backup, outlookUsers, insecureChannels, supportedConfigurations,
  ]

  static func named(_ id: String) -> Topic? { all.first { $0.id == id } }

  static let supportedConfigurations = Topic(
    id: "supported-configurations", title: SupportedConfigurations.title,
    text: { language in
      // The page begins with its title, which is shown anyway.
      SupportedConfigurations.page(in: language).split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
        .joined(separator: "\n")
    }, related: ["configuration", "troubleshooting", "outlook-users"])

  init(id: String, title: Label, text: @escaping @Sendable (Language) -> String, related: [String]) {
    self.id = id
    self.title = title
    self.text = text
    self.related = related
  }

  init(_ id: String, _ title: Label, related: [String], _ english: String, _ japanese: String) {
    self.init(id: id, title: title, text: { $0 == .japanese ? japanese : english }, related: related)
  }
}

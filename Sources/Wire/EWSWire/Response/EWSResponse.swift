internal import LineProtocol
public import XML

/// Why an answer is not read.
public enum EWSResponseError: Error, Equatable, Sendable {
  /// It is no XML that is read.
  case xml(XMLError)
  /// It is XML, but no SOAP envelope: the root element's name.
  case notSOAP(root: String)
  /// It answers another operation, or none: the element in its body.
  case otherResponse(String)
  /// A response message says it succeeded and lacks an element.
  case missing(String)
  /// An envelope without an answer in it.
  case empty
}

/// One response message: the answer to one id or item of the request, in the request's order.
public struct EWSResponseMessage<Answer: Equatable & Sendable>: Equatable, Sendable {
  /// What came of it.
  public enum Class: String, Equatable, Sendable {
    case success = "Success", warning = "Warning", error = "Error"
  }

  /// Success, warning or error.
  public var responseClass: Class
  /// The response code; `NoError` when all is well.
  public var code: EWSResponseCode
  /// The server's words.
  public var text: String?
  /// What the server says beside, by name (MessageXml), such as `BackOffMilliseconds`.
  public var details: [String: String]
  /// The answer; nil in an error.
  public var answer: Answer?

  /// How long the server wants to be left alone, in milliseconds.
  public var backOffMilliseconds: Int? { details.backOffMilliseconds }
}

/// A fault in place of an answer. It comes with any HTTP status, 200 too.
public struct EWSFault: Equatable, Sendable {
  /// The response code: of the detail, else the local part of faultcode.
  public var code: EWSResponseCode
  /// The server's words.
  public var text: String?
  /// What the server says beside, by name, such as `BackOffMilliseconds`; also `LineNumber`, `LinePosition`,
  /// `Violation`.
  public var details: [String: String]

  /// How long the server wants to be left alone, in milliseconds.
  public var backOffMilliseconds: Int? { details.backOffMilliseconds }

  init(_ element: EWSElement) {
    let detail = element.child("detail") ?? element.child("Detail")
    let faultCode = element.child("faultcode")?.trimmedText ?? element.child("Code", "Value")?.trimmedText ?? ""
    let named = detail?.child("ResponseCode")?.trimmedText ?? ""
    code = EWSResponseCode(named.isEmpty ? faultCode.split(separator: ":").last.map(String.init) ?? "" : named)
    text = Self.words(
      detail?.value(of: "Message") ?? element.value(of: "faultstring") ?? element.child("Reason", "Text")?.text)
    details = Self.details(detail?.child("MessageXml"))
    for name in ["LineNumber", "LinePosition", "Violation"] where details[name] == nil {
      details[name] = Self.words(detail?.child(name)?.trimmedText)
    }
  }

  /// The server's words, fit to be logged and shown.
  static func words(_ text: String?) -> String? { text.map { words($0) } }

  /// The server's words, fit to be logged and shown.
  static func words(_ text: String) -> String { ServerText.sanitised(text.utf8) }

  /// MessageXml: `<Value Name="...">` elements, or elements of their own name.
  static func details(_ element: EWSElement?) -> [String: String] {
    var details: [String: String] = [:]
    for child in element?.children.prefix(EWSLimits.details) ?? [] {
      let name = child.name == "Value" ? child.attribute("Name") ?? "" : child.name
      if details[name] == nil { details[Self.words(name)] = Self.words(child.trimmedText) }
    }
    return details
  }
}

extension [String: String] {
  fileprivate var backOffMilliseconds: Int? {
    self["BackOffMilliseconds"].flatMap { EWSNumber.integer($0) }.flatMap { $0 < 0 ? nil : $0 }
  }
}

/// Where content belongs: it comes before the response message it is part of.
public struct EWSContentPlace: Equatable, Hashable, Sendable {
  /// The response message, counted from 0.
  public var message: Int
  /// The item or attachment in that message, counted from 0.
  public var item: Int
  /// How many elements deeper than the item's own content: 0 unless it is of an item inside of an attachment.
  public var nesting: Int

  /// A place.
  public init(message: Int, item: Int, nesting: Int = 0) {
    self.message = message
    self.item = item
    self.nesting = nesting
  }
}

/// What an ``EWSResponseReader`` reports, in the order of the answer.
public enum EWSResponseEvent<Answer: Equatable & Sendable>: Equatable, Sendable {
  /// The server's version.
  case serverVersion(EWSServerVersion)
  /// The content of a message or an attachment begins.
  case contentBegan(EWSContentPlace)
  /// Decoded octets of the content, never empty.
  case content([UInt8])
  /// The content is complete, or was no base64 from some place on: then it must not be used.
  case contentEnded(isDamaged: Bool)
  /// One response message.
  case message(EWSResponseMessage<Answer>)
  /// A fault in place of all messages.
  case fault(EWSFault)
  /// The envelope is complete. Only now has the answer been read.
  case end
}

/// An answer that was read as a whole.
public struct EWSResponse<Answer: Equatable & Sendable>: Equatable, Sendable {
  /// The server's version, if it told.
  public var version: EWSServerVersion?
  /// The response messages.
  public var messages: [EWSResponseMessage<Answer>] = []
  /// The fault in place of messages.
  public var fault: EWSFault?
  /// Content by its place; for answers known to be small.
  public var contents: [EWSContentPlace: [UInt8]] = [:]
  /// Places whose content was no base64.
  public var damagedContents: Set<EWSContentPlace> = []
}

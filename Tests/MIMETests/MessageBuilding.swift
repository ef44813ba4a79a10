import MIME

/// Test messages from header lines and a body, lines ended by CRLF.
func message(_ header: String, _ body: String = "") -> [UInt8] {
  let text = header + "\n\n" + body
  return Array(text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
}

func parsed(_ header: String, _ body: String = "") throws -> ParsedMessage {
  try MIMEParser.parse(message("From: a@a.example\n" + header, body))
}

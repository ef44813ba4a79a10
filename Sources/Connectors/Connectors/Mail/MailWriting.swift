package import CRMModel
import MIME

/// Writes an email as the bytes of a message.
package enum MailWriting {
  package static func bytes(of mail: OutgoingMail) throws(SyncFailure) -> [UInt8] {
    do {
      var extra: [HeaderField] = []
      if let token = mail.testToken {
        extra.append(HeaderField(name: MailTranslation.testHeader, rawValue: token))
        // Nothing should answer a test. RFC 3834 §5
        extra.append(HeaderField(name: "Auto-Submitted", rawValue: "auto-generated"))
      }
      let message = OutgoingMessage(
        from: [translate(mail.from)], to: mail.to.map(translate), subject: mail.subject,
        text: mail.bodyIsHTML ? nil : mail.body, html: mail.bodyIsHTML ? mail.body : nil, messageID: mail.messageID,
        date: mail.date.microseconds, cc: mail.cc.map(translate), bcc: mail.bcc.map(translate),
        attachments: mail.attachments.map { attachment in
          Attachment(
            fileName: attachment.fileName, mediaType: attachment.mediaType, contentID: attachment.contentID,
            isInline: attachment.isInline, content: attachment.content)
        }, inReplyTo: mail.inReplyTo.map { [$0] } ?? [], references: mail.references, extraHeaders: extra)
      return try message.encoded(boundarySeed: mail.messageID.utf8, allowUTF8Headers: message.needsUTF8Headers)
    } catch {
      let reason = error.field.isEmpty ? error.kind.rawValue : "\(error.kind.rawValue) (\(error.field))"
      throw SyncFailure(.item, .mailNotWritable, ["reason": reason])
    }
  }

  private static func translate(_ address: CRMModel.MailAddress) -> MIME.MailAddress {
    MIME.MailAddress(displayName: address.displayName, address: address.address)
  }
}

import Testing
import XML

@testable import EWSWire

/// What servers send beside what the schema says.
@Suite struct EWSDeviationTests {
  private func envelope(_ body: String, header: String = "") -> [UInt8] {
    Array("<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\">\(header)<Body>\(body)</Body></Envelope>".utf8)
  }

  private func items(_ items: String) -> [UInt8] {
    envelope(
      """
      <m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError
      </m:ResponseCode><m:Items>\(items)</m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>
      """)
  }

  /// No prefix is declared, everything is in one namespace or in none.
  @Test func namespacesDoNotMatter() throws {
    for (open, close) in [("<t:", "</t:"), ("<m:", "</m:"), ("<", "</"), ("<x xmlns='urn:x'/><", "</")] {
      let bytes = items(
        "\(open)Message><t:ItemId Id='a' ChangeKey='b'/>\(open.hasPrefix("<x") ? "<" : open)Subject>s\(close)Subject>\(close)Message>"
      )
      let answer = try EWSResponseReader<GetItem>.read(bytes).messages.first?.answer
      if open.hasPrefix("<x") { continue }
      #expect(answer?.kind == .message && answer?[.subject] == "s" && answer?.id == EWSItemID("a", changeKey: "b"))
    }
  }

  @Test func charactersThatXMLForbids() throws {
    let bytes = items("<t:Message><t:Subject>a&#x0;b&#11;c\u{1}d&#xFFFF;e&#xD800;f</t:Subject></t:Message>")
    let answer = try EWSResponseReader<GetItem>.read(bytes).messages.first?.answer
    #expect(answer?[.subject] == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f")
  }

  /// A value that is none reads as a property that is not there; the item is there.
  @Test func valuesThatAreNone() throws {
    let bytes = items(
      """
      <t:Message><t:ItemId Id="a"/><t:Size>many</t:Size><t:DateTimeReceived>yesterday</t:DateTimeReceived>
      <t:Importance>Extreme</t:Importance><t:IsRead>maybe</t:IsRead><t:From/><t:Subject/></t:Message>
      """)
    let item = try #require(EWSResponseReader<GetItem>.read(bytes).messages.first?.answer)
    #expect(item.id?.id == "a" && item[.size] == nil && item[.dateTimeReceived] == nil && item[.importance] == nil)
    #expect(item[.isRead] == nil && item[.from] == nil && item[.subject] == "")
  }

  @Test func itemsOfOtherKinds() throws {
    let bytes = items("<t:DistributionList><t:ItemId Id='a'/><t:DisplayName>Team</t:DisplayName></t:DistributionList>")
    let item = try #require(EWSResponseReader<GetItem>.read(bytes).messages.first?.answer)
    #expect(item.kind == .other && item.elementName == "DistributionList" && item.id?.id == "a")
  }

  /// What the server says beside may stand in a message as in a fault, and the fault may come with status 200.
  @Test func backOff() throws {
    let busy = envelope(
      """
      <GetItemResponse><ResponseMessages><GetItemResponseMessage ResponseClass="Error"><MessageText>busy</MessageText>
      <ResponseCode>ErrorServerBusy</ResponseCode><MessageXml><Value Name="BackOffMilliseconds">1500</Value></MessageXml>
      </GetItemResponseMessage></ResponseMessages></GetItemResponse>
      """)
    let message = try #require(EWSResponseReader<GetItem>.read(busy).messages.first)
    #expect(message.backOffMilliseconds == 1_500 && message.code.kind == .throttled && message.text == "busy")
    for text in ["-1", "99999999999999999999", "soon", ""] {
      let bytes = Array(
        String(decoding: busy, as: UTF8.self).replacing("1500", with: text).utf8)
      #expect(try EWSResponseReader<GetItem>.read(bytes).messages.first?.backOffMilliseconds == nil)
    }
  }

  @Test func faultsWithoutADetail() throws {
    let fault = try #require(
      EWSResponseReader<GetItem>.read(
        envelope("<Fault><faultcode>a:ErrorAccessDenied</faultcode><faultstring>no\u{1B}[2J</faultstring></Fault>")
      ).fault)
    #expect(fault.code.kind == .permission && fault.text == "no\u{FFFD}[2J" && fault.backOffMilliseconds == nil)
    let bare = try #require(EWSResponseReader<GetItem>.read(envelope("<Fault/>")).fault)
    #expect(bare.code.name == "ErrorUnnamed" && !bare.code.isKnown)
  }

  @Test func answersThatAreNone() {
    func error(_ bytes: [UInt8]) -> EWSResponseError? {
      do {
        _ = try EWSResponseReader<GetItem>.read(bytes)
        return nil
      } catch { return error }
    }
    #expect(error(Array("<html><body/></html>".utf8)) == .notSOAP(root: "html"))
    #expect(error(envelope("<DeleteItemResponse/>")) == .otherResponse("DeleteItemResponse"))
    #expect(error(envelope("")) == .empty)
    #expect(error(envelope("<GetItemResponse/>")) == .empty)
    #expect(error([]) == .xml(.truncated))
    #expect(error(Array(items("<t:Message/>").dropLast())) == .xml(.truncated))
    #expect(error(items("")) == .missing("Items"))
    #expect(error(Array("<!DOCTYPE a><a/>".utf8)) == .xml(.documentTypeRefused))
  }

  /// A success that lacks the state is no success: to go on would lose changes.
  @Test func changesWithoutWhatTheyNeed() {
    func error(_ message: String) -> EWSResponseError? {
      do {
        _ = try EWSResponseReader<SyncFolderItems>.read(
          envelope(
            """
            <SyncFolderItemsResponse><ResponseMessages><SyncFolderItemsResponseMessage ResponseClass="Success">
            <ResponseCode>NoError</ResponseCode>\(message)</SyncFolderItemsResponseMessage></ResponseMessages>
            </SyncFolderItemsResponse>
            """))
        return nil
      } catch { return error }
    }
    let last = "<IncludesLastItemInRange>true</IncludesLastItemInRange>"
    #expect(error("<SyncState>s</SyncState>\(last)") == nil)
    #expect(error(last) == .missing("SyncState"))
    #expect(error("<SyncState> </SyncState>\(last)") == .missing("SyncState"))
    #expect(error("<SyncState>s</SyncState>") == .missing("IncludesLastItemInRange"))
    for (changes, missing) in [
      ("<Create/>", "Create"), ("<Create><Message/></Create>", "ItemId"), ("<Delete/>", "ItemId"),
      ("<ReadFlagChange><ItemId Id='a'/></ReadFlagChange>", "IsRead"), ("<Vanish/>", "Changes"),
    ] {
      #expect(error("<SyncState>s</SyncState>\(last)<Changes>\(changes)</Changes>") == .missing(missing))
    }
    for (length, isRead) in [(-1, true), (0, true), (1, false)] {
      let state = String(repeating: "s", count: SyncFolderItems.maximumStateLength + length)
      #expect(error("<SyncState>\(state)</SyncState>\(last)") == (isRead ? nil : .missing("SyncState")))
    }
  }

  @Test func depth() {
    for (depth, isRead) in [(63, true), (64, true), (65, false)] {
      // Envelope, Body, response, messages, message, Items and the item are seven.
      let inner = String(repeating: "<a>", count: depth - 7) + String(repeating: "</a>", count: depth - 7)
      let result = Result { try EWSResponseReader<GetItem>.read(items("<t:Message>\(inner)</t:Message>")) }
      if isRead {
        #expect((try? result.get()) != nil)
      } else {
        #expect(throws: EWSResponseError.xml(.exceeds(.depth))) { try result.get() }
      }
    }
  }

  // MARK: - Content

  @Test func damagedContentIsSaid() throws {
    let good = "<t:Message><t:MimeContent>QUJD</t:MimeContent><t:ItemId Id='1'/></t:Message>"
    let bad = good.replacing("QUJD", with: "QU*JD")
    let bytes = Array(String(decoding: items(good), as: UTF8.self).replacing(good, with: good + bad).utf8)
    let response = try EWSResponseReader<GetItem>.read(bytes)
    #expect(response.contents[EWSContentPlace(message: 0, item: 0)] == Array("ABC".utf8))
    #expect(response.damagedContents == [EWSContentPlace(message: 0, item: 1)])
  }

  /// An attached message's content says that it is one.
  @Test func contentOfAttachedItems() throws {
    let bytes = Array(
      String(
        decoding: items(
          """
          <t:ItemAttachment><t:AttachmentId Id="a"/><t:Name>n</t:Name><t:Message><t:MimeContent>QUJD</t:MimeContent>
          <t:Subject>s</t:Subject></t:Message></t:ItemAttachment>
          """), as: UTF8.self
      ).replacing("GetItem", with: "GetAttachment").replacing("m:Items", with: "m:Attachments").utf8)
    let response = try EWSResponseReader<GetAttachment>.read(bytes)
    #expect(response.contents == [EWSContentPlace(message: 0, item: 0, nesting: 1): Array("ABC".utf8)])
    guard case .item(let item?)? = response.messages.first?.answer?.kind else {
      Issue.record("no item")
      return
    }
    #expect(item.kind == .message && item[.subject] == "s" && response.messages.first?.answer?.name == "n")
  }

  /// 24 MB arrive in 64 KB pieces, and no more than that is held; XMLReaderLimitTests reads 100.
  @Test func largeContentIsNeverHeld() throws {
    // Other tests run in this process and take memory, too: what holds the content shows in every try.
    var grown = Int.max
    for _ in 0..<8 where grown >= 10 << 20 { grown = min(grown, try growthWhileReading()) }
    #expect(grown < 10 << 20, "\(grown) octets")
  }

  private func growthWhileReading() throws -> Int {
    let reader = EWSResponseReader<GetItem>()
    let parts = String(decoding: items("<t:Message><t:MimeContent>|</t:MimeContent></t:Message>"), as: UTF8.self)
      .split(separator: "|").map { Array($0.utf8) }
    _ = try reader.feed(parts[0])
    let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 64 << 10)
    let before = residentOctets()
    var total = 0
    var largest = 0
    for _ in 0..<(24 << 20) / piece.count {
      for event in try reader.feed(piece) {
        guard case .content(let bytes) = event else { continue }
        total += bytes.count
        largest = max(largest, bytes.count)
      }
    }
    let grown = residentOctets() - before
    for event in try reader.feed(parts[1]) { if case .content(let bytes) = event { total += bytes.count } }
    try reader.finish()
    #expect(total == (24 << 20) / 4 * 3)
    #expect(largest <= 64 << 10)
    return grown
  }
}

/// Dataverse's `contact`. feature map 4.4
package enum Contact {
  package static let contactid = Column<GUID>(
    "contactid", .uniqueIdentifier, required: .system, "Contact", "取引先担当者")
  package static let address1_city = Column<String>(
    "address1_city", .text(max: 250), "Address 1: City", "住所 1: 市区町村")
  package static let address1_composite = Column<String>(
    "address1_composite", .text(max: 1_000), "Address 1: Address", "住所 1: 住所")
  package static let address1_country = Column<String>(
    "address1_country", .text(max: 250), "Address 1: Country/Region", "住所 1: 国/地域")
  package static let address1_line1 = Column<String>(
    "address1_line1", .text(max: 250), "Address 1: Street 1", "住所 1: 番地 1")
  package static let address1_line2 = Column<String>(
    "address1_line2", .text(max: 250), "Address 1: Street 2", "住所 1: 番地 2")
  package static let address1_line3 = Column<String>(
    "address1_line3", .text(max: 250), "Address 1: Street 3", "住所 1: 番地 3")
  package static let address1_name = Column<String>(
    "address1_name", .text(max: 250), "Address 1: Name", "住所 1: 名前")
  package static let address1_postalcode = Column<String>(
    "address1_postalcode", .text(max: 250), "Address 1: ZIP/Postal Code", "住所 1: 郵便番号")
  package static let address1_postofficebox = Column<String>(
    "address1_postofficebox", .text(max: 250), "Address 1: Post Office Box", "住所 1: 私書箱")
  package static let address1_stateorprovince = Column<String>(
    "address1_stateorprovince", .text(max: 250), "Address 1: State/Province", "住所 1: 都道府県")
  package static let address2_city = Column<String>(
    "address2_city", .text(max: 250), "Address 2: City", "住所 2: 市区町村")
  package static let address2_composite = Column<String>(
    "address2_composite", .text(max: 1_000), "Address 2: Address", "住所 2: 住所")
  package static let address2_country = Column<String>(
    "address2_country", .text(max: 250), "Address 2: Country/Region", "住所 2: 国/地域")
  package static let address2_line1 = Column<String>(
    "address2_line1", .text(max: 250), "Address 2: Street 1", "住所 2: 番地 1")
  package static let address2_line2 = Column<String>(
    "address2_line2", .text(max: 250), "Address 2: Street 2", "住所 2: 番地 2")
  package static let address2_line3 = Column<String>(
    "address2_line3", .text(max: 250), "Address 2: Street 3", "住所 2: 番地 3")
  package static let address2_name = Column<String>(
    "address2_name", .text(max: 250), "Address 2: Name", "住所 2: 名前")
  package static let address2_postalcode = Column<String>(
    "address2_postalcode", .text(max: 250), "Address 2: ZIP/Postal Code", "住所 2: 郵便番号")
  package static let address2_postofficebox = Column<String>(
    "address2_postofficebox", .text(max: 250), "Address 2: Post Office Box", "住所 2: 私書箱")
  package static let address2_stateorprovince = Column<String>(
    "address2_stateorprovince", .text(max: 250), "Address 2: State/Province", "住所 2: 都道府県")
  package static let address3_city = Column<String>(
    "address3_city", .text(max: 250), "Address 3: City", "住所 3: 市区町村")
  package static let address3_composite = Column<String>(
    "address3_composite", .text(max: 1_000), "Address 3: Address", "住所 3: 住所")
  package static let address3_country = Column<String>(
    "address3_country", .text(max: 250), "Address 3: Country/Region", "住所 3: 国/地域")
  package static let address3_line1 = Column<String>(
    "address3_line1", .text(max: 250), "Address 3: Street 1", "住所 3: 番地 1")
  package static let address3_line2 = Column<String>(
    "address3_line2", .text(max: 250), "Address 3: Street 2", "住所 3: 番地 2")
  package static let address3_line3 = Column<String>(
    "address3_line3", .text(max: 250), "Address 3: Street 3", "住所 3: 番地 3")
  package static let address3_name = Column<String>(
    "address3_name", .text(max: 250), "Address 3: Name", "住所 3: 名前")
  package static let address3_postalcode = Column<String>(
    "address3_postalcode", .text(max: 250), "Address 3: ZIP/Postal Code", "住所 3: 郵便番号")
  package static let address3_postofficebox = Column<String>(
    "address3_postofficebox", .text(max: 250), "Address 3: Post Office Box", "住所 3: 私書箱")
  package static let address3_stateorprovince = Column<String>(
    "address3_stateorprovince", .text(max: 250), "Address 3: State/Province", "住所 3: 都道府県")
  package static let anniversary = Column<Instant>(
    "anniversary", "Anniversary", "記念日")
  package static let assistantname = Column<String>(
    "assistantname", .text(max: 100), "Assistant", "秘書")
  package static let assistantphone = Column<String>(
    "assistantphone", .text(max: 50), "Assistant Phone", "秘書の電話")
  package static let birthdate = Column<Instant>(
    "birthdate", "Birthday", "誕生日")
  package static let business2 = Column<String>(
    "business2", .text(max: 50), "Business Phone 2", "勤務先電話 2")
  package static let callback = Column<String>(
    "callback", .text(max: 50), "Callback Number", "コールバック番号")
  package static let childrensnames = Column<String>(
    "childrensnames", .text(max: 255), "Children's Names", "子供の名前")
  package static let company = Column<String>(
    "company", .text(max: 50), "Company", "会社")
  package static let department = Column<String>(
    "department", .text(max: 100), "Department", "部署")
  package static let description = Column<String>(
    "description", .memo(max: 100_000), "Description", "説明")
  package static let emailaddress1 = Column<String>(
    "emailaddress1", .emailAddress(max: 100), "Email", "電子メール")
  package static let emailaddress2 = Column<String>(
    "emailaddress2", .emailAddress(max: 100), "Email Address 2", "電子メール アドレス 2")
  package static let emailaddress3 = Column<String>(
    "emailaddress3", .emailAddress(max: 100), "Email Address 3", "電子メール アドレス 3")
  package static let fax = Column<String>(
    "fax", .text(max: 50), "Fax", "FAX 番号")
  package static let firstname = Column<String>(
    "firstname", .text(max: 50), "First Name", "名")
  package static let ftpsiteurl = Column<String>(
    "ftpsiteurl", .text(max: 200), "FTP Site", "FTP サイト")
  package static let fullname = Column<String>(
    "fullname", .text(max: 160), "Full Name", "氏名")
  package static let governmentid = Column<String>(
    "governmentid", .text(max: 50), "Government", "政府 ID")
  package static let home2 = Column<String>(
    "home2", .text(max: 50), "Home Phone 2", "自宅電話 2")
  package static let jobtitle = Column<String>(
    "jobtitle", .text(max: 100), "Job Title", "役職")
  package static let lastname = Column<String>(
    "lastname", .text(max: 50), "Last Name", "姓")
  package static let managername = Column<String>(
    "managername", .text(max: 100), "Manager", "上司")
  package static let middlename = Column<String>(
    "middlename", .text(max: 50), "Middle Name", "ミドル ネーム")
  package static let mobilephone = Column<String>(
    "mobilephone", .text(max: 50), "Mobile Phone", "携帯電話")
  package static let nickname = Column<String>(
    "nickname", .text(max: 100), "Nickname", "ニックネーム")
  package static let pager = Column<String>(
    "pager", .text(max: 50), "Pager", "ポケットベル")
  package static let parentcustomerid = Column<Reference>(
    "parentcustomerid", to: ["account", "contact"], "Company Name", "会社名")
  package static let salutation = Column<String>(
    "salutation", .text(max: 100), "Salutation", "敬称")
  package static let spousesname = Column<String>(
    "spousesname", .text(max: 100), "Spouse/Partner Name", "配偶者名")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")
  package static let suffix = Column<String>(
    "suffix", .text(max: 10), "Suffix", "接尾辞")
  package static let telephone1 = Column<String>(
    "telephone1", .text(max: 50), "Business Phone", "勤務先電話")
  package static let telephone2 = Column<String>(
    "telephone2", .text(max: 50), "Home Phone", "自宅電話")
  package static let telephone3 = Column<String>(
    "telephone3", .text(max: 50), "Telephone 3", "電話 3")
  package static let websiteurl = Column<String>(
    "websiteurl", .text(max: 200), "Website", "Web サイト")
  package static let yomifirstname = Column<String>(
    "yomifirstname", .text(max: 150), "Yomi First Name", "名 (フリガナ)")
  package static let yomifullname = Column<String>(
    "yomifullname", .text(max: 450), "Yomi Full Name", "氏名 (フリガナ)")
  package static let yomilastname = Column<String>(
    "yomilastname", .text(max: 150), "Yomi Last Name", "姓 (フリガナ)")

  package static let table = Table(
    "contact", "Contact", "取引先担当者", ownership: .user, primaryKey: contactid,
    columns: [
      contactid.definition, address1_city.definition, address1_composite.definition, address1_country.definition,
      address1_line1.definition, address1_line2.definition, address1_line3.definition, address1_name.definition,
      address1_postalcode.definition, address1_postofficebox.definition, address1_stateorprovince.definition,
      address2_city.definition, address2_composite.definition, address2_country.definition,
      address2_line1.definition, address2_line2.definition, address2_line3.definition, address2_name.definition,
      address2_postalcode.definition, address2_postofficebox.definition, address2_stateorprovince.definition,
      address3_city.definition, address3_composite.definition, address3_country.definition,
      address3_line1.definition, address3_line2.definition, address3_line3.definition, address3_name.definition,
      address3_postalcode.definition, address3_postofficebox.definition, address3_stateorprovince.definition,
      anniversary.definition, assistantname.definition, assistantphone.definition, birthdate.definition,
      business2.definition, callback.definition, childrensnames.definition, company.definition,
      department.definition, description.definition, emailaddress1.definition, emailaddress2.definition,
      emailaddress3.definition, fax.definition, firstname.definition, ftpsiteurl.definition, fullname.definition,
      governmentid.definition, home2.definition, jobtitle.definition, lastname.definition, managername.definition,
      middlename.definition, mobilephone.definition, nickname.definition, pager.definition,
      parentcustomerid.definition, salutation.definition, spousesname.definition, statecode.definition,
      statuscode.definition, suffix.definition, telephone1.definition, telephone2.definition, telephone3.definition,
      websiteurl.definition, yomifirstname.definition, yomifullname.definition, yomilastname.definition,
    ])
}

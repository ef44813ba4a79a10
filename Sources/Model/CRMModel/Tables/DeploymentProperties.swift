/// Dataverse's `deploymentproperties`. feature map 6.5
package enum DeploymentProperties {
  package static let deploymentpropertiesid = Column<GUID>(
    "deploymentpropertiesid", .uniqueIdentifier, required: .system, "Deployment Property", "展開プロパティ")
  package static let columnname = Column<String>(
    "columnname", .text(max: 160), required: .required, "Name", "名前")
  package static let bitcolumn = Column<Bool>(
    "bitcolumn", "Yes or No", "はい/いいえ")
  package static let intcolumn = Column<Int>(
    "intcolumn", .integer(0...2_147_483_647), "Number", "数値")
  package static let nvarcharcolumn = Column<String>(
    "nvarcharcolumn", .memo(max: 4_000), "Text", "テキスト")

  package static let table = Table(
    "deploymentproperties", "Deployment Property", "展開プロパティ", ownership: .organization,
    primaryKey: deploymentpropertiesid,
    columns: [
      deploymentpropertiesid.definition, columnname.definition, bitcolumn.definition, intcolumn.definition,
      nvarcharcolumn.definition,
    ],
    unique: [["columnname"]])
}

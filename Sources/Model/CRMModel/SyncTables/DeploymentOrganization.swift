/// One organization of the deployment, in the configuration database: its name and where its own database is.
package enum DeploymentOrganization {
  package static let lsOrganizationid = Column<GUID>(
    "ls_organizationid", .uniqueIdentifier, required: .system, "Organization", "組織")
  package static let name = Column<String>("ls_name", .text(max: 160), required: .required, "Name", "名前")
  /// `sqlite:` and a file name relative to the data folder.
  package static let databaseurl = Column<String>("ls_databaseurl", .text(max: 2084), "Database", "データベース")

  package static let table = Table(
    "ls_organization", "Deployed Organization", "展開された組織", ownership: .sync, primaryKey: lsOrganizationid,
    columns: [lsOrganizationid.definition, name.definition, databaseurl.definition], unique: [["ls_name"]])
}

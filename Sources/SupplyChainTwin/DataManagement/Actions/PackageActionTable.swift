/// Which operation answers which action of the package API.
enum PackageActionTable {
  static func operation(named name: String) -> (any BusinessOperation)? {
    switch name {
    case "ImportFromPackage": ImportFromPackage()
    case "ImportFromPackageAsync": ImportFromPackage(waitsForItsTurn: true)
    case "copyToTarget": CopyToTarget()
    case "GetAzureWriteUrl": GetAzureWriteUrl()
    case "ExportToPackage": ExportToPackage()
    case "GetExportedPackageUrl": GetExportedPackageUrl()
    case "GetExecutionSummaryStatus": GetExecutionSummaryStatus()
    case "GetExecutionErrors": GetExecutionErrors()
    case "GetImportStagingErrorFileUrl": GetImportStagingErrorFileUrl()
    case "GenerateImportTargetErrorKeysFile": GenerateImportTargetErrorKeysFile()
    case "GetImportTargetErrorKeysFileUrl": GetImportTargetErrorKeysFileUrl()
    case "GetExecutionSummaryPageUrl": GetExecutionSummaryPageUrl()
    case "GetMessageStatus": GetMessageStatus()
    case "GetEntityExecutionSummaryStatusList": GetEntityExecutionSummaryStatusList()
    case "InitializeDataManagement": InitializeDataManagement()
    default: nil
    }
  }
}

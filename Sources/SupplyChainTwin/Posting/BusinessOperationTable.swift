import OData

/// Which business operation answers which action of `operations.csv`.
enum BusinessOperationTable {
  static func operation(_ operation: Operation) -> (any BusinessOperation)? {
    switch (operation.binding, operation.name) {
    case (.entity("CDSSalesOrderHeader"), "confirm"): ConfirmOrder()
    case (.entity("CDSSalesOrderHeader"), "postPickingList"): PostPickingList()
    case (.entity("CDSSalesOrderHeader"), "postPackingSlip"): PostPackingSlip()
    case (.entity("CDSSalesOrderHeader"), "postInvoice"): PostInvoice()
    case (.entity("CDSSalesOrderHeader"), "cancel"): CancelOrder()
    case (.entity("CDSSalesOrderHeader"), "cancelPickingList"): TakeBackDocuments(document: .pickingList)
    case (.entity("CDSSalesOrderHeader"), "cancelPackingSlip"): TakeBackDocuments(document: .packingSlip)
    case (.entity("CDSSalesOrderHeader"), "cancelDeliverRemainder"): CancelDeliverRemainder()
    case (.entity("CDSSalesOrderLine"), "updateDeliverRemainder"): UpdateDeliverRemainder()
    case (.entity("CDSSalesOrderHeader"), "createReturnOrder"): CreateReturnOrder()
    case (.entity("CustomerV2"), "postFreeTextInvoice"): PostFreeTextInvoice()
    case (.entity("CDSSalesQuotationHeader"), "send"): SendQuotation()
    case (.entity("CDSSalesQuotationHeader"), "confirm"): ConfirmQuotation()
    case (.entity("CDSSalesQuotationHeader"), "lose"): LoseQuotation()
    case (.entity("CDSSalesQuotationHeader"), "cancel"): CancelQuotation()
    case (.collection("SellableReleasedProduct"), "populateDistinctProductTable"): PopulateDistinctProductTable()
    case (.collection("SellableReleasedProduct"), "populateProspectToCash"): PopulateProspectToCash()
    case (.entity("CDSSalesOrderHeader"), "calculateMultilineDiscount"): CalculateDiscounts(kind: .order, discount: .multiline)
    case (.entity("CDSSalesOrderHeader"), "calculateTotalDiscount"): CalculateDiscounts(kind: .order, discount: .total)
    case (.entity("CDSSalesQuotationHeader"), "calculateMultilineDiscount"): CalculateDiscounts(kind: .quotation, discount: .multiline)
    case (.entity("CDSSalesQuotationHeader"), "calculateTotalDiscount"): CalculateDiscounts(kind: .quotation, discount: .total)
    case (.collection("CDSSalesOrderHeader"), "calculateSalesTotals"): CalculateSalesTotals()
    case (.collection("DataManagementEntity"), "GetApplicationVersion"): VersionQuestion(answer: \.application)
    case (.collection("DataManagementEntity"), "GetApplicationBuildVersion"): VersionQuestion(answer: \.applicationBuild)
    case (.collection("DataManagementEntity"), "GetPlatformBuildVersion"): VersionQuestion(answer: \.platform)
    case (.collection("DataManagementEntity"), "query"): QueryDataEntities()
    case (.collection("SystemNotification"), "GetInstalledModules"): ListInstalledModules()
    case (.collection("DataManagementDefinitionGroup"), let name): PackageActionTable.operation(named: name)
    default: nil
    }
  }
}

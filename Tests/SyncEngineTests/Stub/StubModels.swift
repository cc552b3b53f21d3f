import OData

/// The entities of the templates, no more of each than a template's rows and filters name.
enum StubModels {
  static let sales = EdmModel(
    namespace: "Microsoft.Dynamics.CRM", alias: "mscrm", entityTypes: salesTypes,
    entitySets: salesTypes.map { EntitySet(name: salesSets[$0.name] ?? $0.name + "s", entityType: $0.name) })

  static let supplyChain = EdmModel(
    namespace: "Microsoft.Dynamics.DataEntities", entityTypes: supplyChainTypes,
    entitySets: supplyChainTypes.map { EntitySet(name: $0.name == "CustomerV2" ? "CustomersV2" : $0.name + "s", entityType: $0.name) },
    enumTypes: [
      EnumType(name: "NoYes", members: members("No Yes")),
      EnumType(name: "Gender", members: members("Unknown Male Female NonSpecific")),
      EnumType(name: "DirPersonMaritalStatus", members: members("None Single Married Divorced Widowhood")),
      EnumType(name: "EcoResProductType", members: [.init("Item", 1), .init("Service", 2)]),
      EnumType(name: "SalesOrderProcessingStatus", members: members("Active Confirmed Picked PartiallyDelivered Delivered Invoiced")),
      EnumType(name: "SalesOriginType", members: members("NotSpecified SalesOrderIntegration WorkOrderIntegration")),
    ])

  private static let salesSets = ["transactioncurrency": "transactioncurrencies"]

  private static func members(_ names: String) -> [EnumType.Member] {
    names.split(separator: " ").enumerated().map { EnumType.Member(String($1), Int64($0)) }
  }

  private static func properties(_ text: String) -> [Property] {
    text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { word in
      let parts = word.split(separator: ":")
      let type: EdmType =
        switch parts.count > 1 ? parts[1] : "string" {
        case "int32": .int32
        case "int64": .int64
        case "decimal": .decimal
        case "boolean": .boolean
        case "guid": .guid
        case "dateTimeOffset": .dateTimeOffset
        case "enum": .enumeration(String(parts[2]))
        default: .string
        }
      return Property(name: String(parts[0]), type: type)
    }
  }

  private static func dataverse(_ name: String, _ columns: String, lookups: String = "") -> EntityType {
    let navigations = lookups.split(separator: " ").map { word in
      let parts = word.split(separator: ">").map(String.init)
      return NavigationProperty(name: parts[0], targetType: parts[1], targetSet: salesSets[parts[1]] ?? parts[1] + "s", constraints: [])
    }
    return EntityType(
      name: name, key: [name + "id"], properties: properties("\(name)id:guid versionnumber:int64 \(columns)"),
      navigationProperties: navigations)
  }

  private static func finance(_ name: String, key: String, _ columns: String) -> EntityType {
    let keys = ["dataAreaId"] + key.split(separator: " ").map(String.init)
    let all = properties("dataAreaId \(columns)").map { property in
      keys.contains(property.name) ? Property(name: property.name, type: property.type, isNullable: false) : property
    }
    return EntityType(name: name, key: keys, properties: all)
  }

  private static let salesTypes: [EntityType] = [
    dataverse("transactioncurrency", "isocurrencycode currencyname"),
    dataverse("uomschedule", "name"),
    dataverse("uom", "name _uomscheduleid_value:guid", lookups: "uomscheduleid>uomschedule"),
    dataverse("pricelevel", "name"),
    dataverse(
      "account",
      """
      creditlimit:decimal fax numberofemployees:int32 accountnumber address1_city address1_country description emailaddress1
      address1_line1 telephone1 address1_postalcode address1_stateorprovince websiteurl name address2_line1 address2_city
      address2_country address2_postalcode address2_stateorprovince
      """, lookups: "transactioncurrencyid>transactioncurrency"),
    dataverse(
      "contact",
      """
      department description emailaddress1 gendercode:int32 governmentid firstname lastname msdynce_contactnumber address1_city
      address1_country middlename address1_line1 telephone1 address1_postalcode address1_stateorprovince websiteurl
      familystatuscode:int32 donotemail:boolean jobtitle statecode:int32 creditlimit:decimal fax fullname
      msdynce_isactivecustomer:boolean msdynce_iscompanyanaccount:boolean
      """, lookups: "transactioncurrencyid>transactioncurrency parentcustomerid_account>account parentcustomerid_contact>contact"),
    dataverse(
      "product",
      """
      description name productnumber price:decimal currentcost:decimal isstockitem:boolean producttypecode:int32
      msdynce_ismaintainedexternally:boolean quantitydecimal:int32
      """, lookups: "transactioncurrencyid>transactioncurrency defaultuomid>uom defaultuomscheduleid>uomschedule"),
    dataverse(
      "quote",
      """
      shipto_city shipto_country shipto_line1 billto_line2 billto_postalcode quotenumber shipto_stateorprovince totalamount:decimal
      name statecode:int32 msdynce_hasexternallymaintainedproductsonly:boolean
      """, lookups: "customerid_account>account customerid_contact>contact transactioncurrencyid>transactioncurrency"),
    dataverse(
      "quotedetail",
      """
      quantity:decimal sequencenumber:int32 manualdiscountamount:decimal priceperunit:decimal
      msdynce_quotehasexternallymaintainedproductsonly:boolean
      """, lookups: "quoteid>quote productid>product uomid>uom"),
    dataverse(
      "salesorder",
      """
      shipto_city shipto_country shipto_line1 shipto_postalcode ordernumber shipto_line2 shipto_stateorprovince totalamount:decimal
      name billto_city billto_country description billto_line2 msdynce_processingstatus:int32 billto_postalcode billto_line1
      billto_stateorprovince discountamount:decimal totaltax:decimal freightamount:decimal statecode:int32 statuscode:int32
      msdynce_ismaintainedexternally:boolean msdynce_hasexternallymaintainedproductsonly:boolean
      """,
      lookups: "customerid_account>account customerid_contact>contact transactioncurrencyid>transactioncurrency pricelevelid>pricelevel"),
    dataverse(
      "salesorderdetail",
      """
      quantity:decimal sequencenumber:int32 manualdiscountamount:decimal priceperunit:decimal shipto_city shipto_country
      shipto_stateorprovince shipto_line1 shipto_line2 shipto_postalcode extendedamount:decimal description msdynce_ordernumber
      tax:decimal ispriceoverridden:boolean msdynce_ismaintainedexternally:boolean
      msdynce_orderhasexternallymaintainedproductsonly:boolean
      """, lookups: "salesorderid>salesorder productid>product uomid>uom transactioncurrencyid>transactioncurrency"),
    dataverse(
      "invoice",
      """
      billto_line1 billto_line2 billto_city billto_country billto_postalcode billto_stateorprovince description discountamount:decimal
      msdynce_invoicedate:dateTimeOffset name invoicenumber totalamount:decimal freightamount:decimal totaldiscountamount:decimal
      totaltax:decimal ispricelocked:boolean statuscode:int32
      """,
      lookups:
        "customerid_account>account customerid_contact>contact transactioncurrencyid>transactioncurrency pricelevelid>pricelevel salesorderid>salesorder"
    ),
    dataverse(
      "invoicedetail",
      """
      sequencenumber:int32 quantity:decimal priceperunit:decimal manualdiscountamount:decimal extendedamount:decimal tax:decimal
      msdynce_invoicenumber description producttypecode:int32 propertyconfigurationstatus:int32 ispriceoverridden:boolean
      """, lookups: "invoiceid>invoice productid>product uomid>uom transactioncurrencyid>transactioncurrency"),
  ]

  private static let supplyChainTypes: [EntityType] = [
    finance(
      "CustomerV2", key: "CustomerAccount",
      """
      CreditLimit:decimal CustomerGroupId PrimaryContactFax OrganizationNumberOfEmployees:int32 SalesCurrencyCode CustomerAccount
      AddressCity AddressCountryRegionISOCode SalesMemo PrimaryContactEmail AddressStreet PartyType PrimaryContactPhone AddressZipCode
      AddressState PrimaryContactURL AddressLocationRoles OrganizationName SiteId WarehouseId LanguageId PartyNumber
      AddressDescription IsExternallyMaintained:enum:NoYes DeliveryAddressStreet DeliveryAddressCity
      DeliveryAddressCountryRegionISOCode DeliveryAddressZipCode DeliveryAddressState DeliveryAddressDescription PersonFirstName
      PersonMiddleName PersonLastName
      """),
    finance(
      "CDSContactPerson", key: "ContactPersonPartyNumber AssociatedPartyNumber",
      """
      EmploymentDepartment Notes PrimaryEmailAddress Gender:enum:Gender GovernmentIdentificationNumber FirstName LastName
      ContactPersonPartyNumber PrimaryAddressCity PrimaryAddressCountryRegionISOCode MiddleName PrimaryAddressStreet
      ContactPersonPartyType PrimaryPhoneNumber PrimaryAddressZipCode PrimaryAddressStateId PrimaryURL
      MaritalStatus:enum:DirPersonMaritalStatus IsReceivingDirectMail:enum:NoYes EmploymentProfession IsInactive:enum:NoYes
      AssociatedPartyNumber IsContactPersonExternallyMaintained:enum:NoYes
      """),
    finance(
      "SellableReleasedProduct", key: "ProductNumber",
      """
      CurrencyCode ProductDescription ProductName ProductNumber SalesUnitSymbol SalesPrice:decimal UnitCost:decimal
      IsStockedProduct:enum:NoYes ProductType:enum:EcoResProductType SalesUnitDecimalPrecision:int32
      """),
    finance(
      "CDSSalesQuotationHeader", key: "SalesQuotationNumber",
      """
      RequestingCustomerAccountNumber DeliveryAddressCity DeliveryAddressCountryRegionISOCode CurrencyCode DeliveryAddressStreet
      DeliveryAddressStreetNumber DeliveryAddressZipCode SalesQuotationNumber DeliveryAddressStateId QuotationTotalAmount:decimal
      SalesQuotationName DeliveryAddressName IsDeliveryAddressOrderSpecific:enum:NoYes DeliveryAddressDescription
      """),
    finance(
      "CDSSalesQuotationLine", key: "LineCreationSequenceNumber SalesQuotationNumber",
      """
      ProductNumber RequestedSalesQuantity:decimal SalesQuotationNumber LineCreationSequenceNumber:int32 SalesUnitSymbol
      TotalDiscountAmount:decimal SalesPrice:decimal
      """),
    finance(
      "CDSSalesOrderHeader", key: "SalesOrderNumber",
      """
      OrderingCustomerAccountNumber DeliveryAddressCity DeliveryAddressCountryRegionISOCode CurrencyCode DeliveryAddressStreet
      DeliveryAddressZipCode SalesOrderNumber DeliveryAddressStreetNumber DeliveryAddressStateId OrderTotalAmount:decimal
      CustomersOrderReference DeliveryAddressName IsDeliveryAddressOrderSpecific:enum:NoYes DeliveryAddressDescription
      InvoiceAddressCity InvoiceAddressCountryRegionId InvoiceAddressStreetNumber
      SalesOrderProcessingStatus:enum:SalesOrderProcessingStatus InvoiceAddressZipCode InvoiceAddressStreet InvoiceAddressStateId
      SalesOrderName TotalDiscountAmount:decimal OrderTotalTaxAmount:decimal OrderTotalChargesAmount:decimal
      OrderingCustomerIsExternallyMaintained:enum:NoYes InvoiceCustomerIsExternallyMaintained:enum:NoYes AreTotalsUpdated:enum:NoYes
      SalesOrderOriginType:enum:SalesOriginType
      """),
    finance(
      "CDSSalesOrderLine", key: "SalesOrderNumber LineCreationSequenceNumber",
      """
      ProductNumber OrderedSalesQuantity:decimal SalesOrderNumber LineCreationSequenceNumber:int32 SalesUnitSymbol
      TotalDiscountAmount:decimal SalesPrice:decimal CurrencyCode DeliveryAddressCity DeliveryAddressCountryRegionISOCode
      DeliveryAddressStateId DeliveryAddressStreet DeliveryAddressStreetNumber DeliveryAddressZipCode LineAmount:decimal ProductName
      TotalTaxAmount:decimal OrderingCustomerIsExternallyMaintained:enum:NoYes InvoiceCustomerIsExternallyMaintained:enum:NoYes
      AreSalesOrderTotalsUpdated:enum:NoYes SalesOrderProcessingStatus:enum:SalesOrderProcessingStatus
      SalesOrderOriginType:enum:SalesOriginType
      """),
    finance(
      "ExternallyMaintainedCustomerSalesInvoiceHeader", key: "InvoiceNumber InvoiceDate LedgerVoucher",
      """
      InvoiceCustomerAccountNumber InvoiceAddressStreet InvoiceAddressStreetNumber InvoiceAddressCity
      InvoiceAddressCountryRegionISOCode InvoiceAddressZipCode InvoiceAddressState CustomersOrderReference
      TotalDiscountCustomerGroupCode:decimal CurrencyCode InvoiceDate:dateTimeOffset InvoiceNumber SalesOrderNumber
      TotalInvoiceAmount:decimal TotalChargeAmount:decimal TotalDiscountAmount:decimal TotalTaxAmount:decimal LedgerVoucher
      """),
    finance(
      "ExternallyMaintainedCustomerSalesInvoiceLine", key: "InvoiceNumber InvoiceDate LineCreationSequenceNumber LedgerVoucher",
      """
      LineCreationSequenceNumber:int32 InvoicedQuantity:decimal SalesUnitSymbol SalesPrice:decimal CurrencyCode
      LineTotalDiscountAmount:decimal LineAmount:decimal LineTotalTaxAmount:decimal ProductNumber InvoiceNumber ProductName
      LedgerVoucher InvoiceDate:dateTimeOffset
      """),
  ]
}

// Whoever tests flows writes JSON and reads outcomes; one import has to be enough for that.
@_exported public import OData
@_exported public import Scenarios

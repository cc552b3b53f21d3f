/// Tables without rules of their own.
struct PlainRules: TableRules {}

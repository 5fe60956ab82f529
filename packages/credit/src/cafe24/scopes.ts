/** The scopes that PointPay asks for. */
export type Scope =
  | 'mall.read_mileage'
  | 'mall.write_mileage'
  | 'mall.read_application'
  | 'mall.write_application'
  | 'mall.read_store'

/** Without these nothing can be credited; what the guide has a mall grant. */
export const pointScopes = ['mall.read_mileage', 'mall.write_mileage'] as const satisfies Scope[]

/** For putting the widget into a mall by itself, besides. */
export const scriptTagScopes = ['mall.read_application', 'mall.write_application'] as const satisfies Scope[]

/** For reading a mall's shops, their currencies and domains, besides. */
export const shopScopes = ['mall.read_store'] as const satisfies Scope[]

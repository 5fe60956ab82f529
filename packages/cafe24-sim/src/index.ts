export { startPointPay, type PointPayOptions, type SimulatedPointPay } from './pointpay/start-point-pay.ts'
export { startSimulator, type Simulator, type SimulatorOptions } from './start-simulator.ts'

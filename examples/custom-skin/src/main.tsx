import { render } from 'preact'
import { Checkout } from './checkout.tsx'
import './style.css'

render(<Checkout price={48_000} credit={1_000} />, document.getElementById('app')!)

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const widgetDist = join(import.meta.dirname, '../../../widget/dist')

/** One way of putting a button into the same skin page. */
export interface Variant {
  /** Put into the page where the button goes. */
  body: string
  /** Files of its own, by path; each is what its maker ships for a script tag. */
  files: Record<string, string>
  /** In the page: the element to press, or null until there is one. Evaluated as an expression. */
  button: string
}

export const variantNames = ['pasted script', 'our script tag', 'Shopify Buy Button', 'zoid'] as const
export type VariantName = (typeof variantNames)[number]

/** The guide's script as malls paste it today (facts: solution-merchant guide 22.02.16). */
const pastedScript = `
<button id="pp_btn">제휴포인트할인</button>
<script>
document.getElementById('pp_btn').onclick = function () {
  var member = JSON.parse(sessionStorage.getItem('member_1'));
  if (member == null || member.data.member_id == null) {
    alert('일시적인 오류가 발생했습니다.\\n고객센터에 문의해주세요.');
    return;
  }
  window.open('https://ssl.pointpay.im/pointhub/direct?a_code=demo&user_id=' + member.data.member_id,
    'cert2_popup', 'width=765, height=895, resizable=auto, scrollbars=yes, status=no');
};
</script>`

/** A product as the Buy Button's client gives it: its network is answered on the spot, in the Buy Button's favour. */
const buyButtonPage = `
<div id="buy-button"></div>
<script src="/buybutton.min.js"></script>
<script>
(function () {
  var price = { amount: '12345.0', currencyCode: 'KRW' };
  var variant = { id: 'gid://shopify/ProductVariant/1', title: 'Default Title', available: true, price: price, priceV2: price,
    compareAtPrice: null, compareAtPriceV2: null, unitPrice: null, image: null, selectedOptions: [{ name: 'Title', value: 'Default Title' }] };
  var product = { id: 'gid://shopify/Product/1', title: '제휴포인트할인', descriptionHtml: '', availableForSale: true,
    images: [], options: [{ name: 'Title', values: [{ value: 'Default Title' }] }], variants: [variant], onlineStoreUrl: '' };
  var client = { config: { domain: 'demo.example', storefrontAccessToken: 'demo' },
    product: { fetch: function () { return Promise.resolve(product); },
      helpers: { variantForOptions: function () { return variant; } } },
    shop: { fetchInfo: function () { return Promise.resolve({ moneyFormat: '{{amount}}' }); } },
    checkout: { create: function () { return Promise.resolve({ webUrl: 'https://demo.example/' }); } } };
  ShopifyBuy.UI.init(client).createComponent('product', { id: '1', node: document.getElementById('buy-button'),
    moneyFormat: '{{amount}}', options: { product: { iframe: false, buttonDestination: 'checkout', contents: { img: false } } } });
})();
</script>`

const zoidPage = `
<button id="zoid-button" disabled>제휴포인트할인</button>
<script src="/zoid.min.js"></script>
<script>
(function () {
  var Popup = zoid.create({ tag: 'point-popup', url: location.origin + '/popup.html', defaultContext: 'popup',
    dimensions: { width: '765px', height: '895px' } });
  var button = document.getElementById('zoid-button');
  button.onclick = function () { Popup({}).render('body', 'popup').catch(function () {}); };
  button.disabled = false;
})();
</script>`

/** The guide's rule that keeps the place free until the button is there (docs/button.md). */
const reservedPlace =
  '<style>pointpay-button:not(:defined) { display: inline-block; vertical-align: middle; width: 192px; height: 48px; }</style>'

/** All variants, with the files that each brings. */
export function readVariants(): Record<VariantName, Variant> {
  return {
    'pasted script': { body: pastedScript, files: {}, button: `document.getElementById('pp_btn')` },
    'our script tag': {
      body: `${reservedPlace}\n<pointpay-button></pointpay-button>\n<script async src="/pointpay.js" data-a-code="demo"></script>`,
      files: { '/pointpay.js': readFileSync(join(widgetDist, 'pointpay.js'), 'utf8') },
      button: `document.querySelector('pointpay-button').shadowRoot?.querySelector('button') ?? null`,
    },
    'Shopify Buy Button': {
      body: buyButtonPage,
      files: { '/buybutton.min.js': dist('@shopify/buy-button-js', 'dist/buybutton.min.js') },
      button: `document.querySelector('#buy-button .shopify-buy__btn')`,
    },
    zoid: {
      body: zoidPage,
      files: { '/zoid.min.js': dist('zoid', 'dist/zoid.min.js') },
      button: `document.getElementById('zoid-button')`,
    },
  }
}

function dist(packageName: string, file: string): string {
  const manifest = require.resolve.paths(packageName)?.map((folder) => join(folder, packageName)) ?? []
  for (const folder of manifest) {
    try {
      return readFileSync(join(folder, file), 'utf8')
    } catch {
      // Not installed in this folder; the next one up may hold it.
    }
  }
  throw new Error(`${packageName} is not installed.`)
}

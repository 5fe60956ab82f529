/**
 * What the storefront's own client does, in the old style of such scripts: globals, extended prototypes, the member written to
 * sessionStorage some time after load. Settings come from `data-*` attributes, so the file is one and the same for all pages.
 */
export const clientScript = String.raw`
var script = document.currentScript, settings = script.dataset;
var EC_SDE_SHOP_NUM = Number(settings.shopNo);
var SHOP = {
  getCurrency: function () { return settings.currency; },
  getLanguage: function () { return settings.language; },
  isMultiShop: function () { return settings.multiShop === '1'; },
  isDefaultShop: function () { return EC_SDE_SHOP_NUM === 1; }
};
var EC_ROUTE = { getShopNo: function () { return EC_SDE_SHOP_NUM; } };
var CAPP_ASYNC_METHODS = { IS_LOGIN: settings.login === '1' };

// Old skins extend what is everybody's.
Array.prototype.remove = function (item) { var i = this.indexOf(item); if (i >= 0) this.splice(i, 1); return this; };
Object.prototype.extend = function (other) { for (var key in other) this[key] = other[key]; return this; };
String.prototype.trimAll = function () { return this.replace(/\s/g, ''); };
var $ = function (selector) {
  if (typeof selector === 'function') return document.addEventListener('DOMContentLoaded', selector);
  var found = [].slice.call(document.querySelectorAll(selector));
  found.click = function (listener) { found.forEach(function (each) { each.onclick = listener; }); return found; };
  return found;
};
var jQuery = $;

(function () {
  var key = 'member_' + EC_SDE_SHOP_NUM;
  function stored() {
    try {
      var record = JSON.parse(sessionStorage.getItem(key));
      if (record && record.exp > Date.now()) return record;
      sessionStorage.removeItem(key);
    } catch (error) {}
    return null;
  }
  function ask(path, then) {
    var request = new XMLHttpRequest();
    request.open('GET', settings.base + path);
    request.onload = function () { then(request.status === 200 ? JSON.parse(request.responseText) : null); };
    request.onerror = function () { then(null); };
    request.send();
  }
  function write(then) {
    ask('/exec/front/customer/decrypt', function (data) {
      try {
        if (data) sessionStorage.setItem(key, JSON.stringify({ exp: Date.now() + 10 * 60 * 1000, data: data }));
      } catch (error) {}
      if (then) then(data);
    });
  }
  if (!CAPP_ASYNC_METHODS.IS_LOGIN) {
    try { sessionStorage.removeItem(key); } catch (error) {}
  } else if (settings.writesMember === '1' && !stored()) {
    setTimeout(write, Number(settings.memberDelay));
  }

  window.CAFE24API = {
    MALL_ID: settings.mallId,
    SHOP_NO: EC_SDE_SHOP_NUM,
    init: function (options) { this.clientId = options && options.client_id; return this; },
    getMemberID: function (callback) { ask('/exec/front/customer/id', function (answer) { callback(answer && answer.member_id); }); },
    getCustomerIDInfo: function (callback) {
      ask('/exec/front/customer/id', function (answer) {
        if (!answer) return callback(new Error('unavailable'));
        callback(null, { id: { member_id: answer.member_id, guest_id: answer.member_id ? '' : 'guest_' + Math.random().toString(36).slice(2) } });
      });
    },
    getEncryptedMemberId: function (clientId, callback) {
      ask('/exec/front/customer/token?client_id=' + encodeURIComponent(clientId), function (answer) {
        if (!answer) return callback(new Error('unavailable'));
        callback(null, answer);
      });
    }
  };
})();

if (settings.rebuild === '1') {
  setTimeout(function () {
    var main = document.querySelector('main');
    main.innerHTML = main.innerHTML;
    main.dataset.rebuilt = '1';
  }, 800);
}
`

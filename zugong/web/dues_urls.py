"""The addresses of dues."""

from django.urls import path

from zugong.web.views import dues, dues_account, dues_amounts, dues_funds, dues_mine, dues_receipts

urlpatterns = [
    path("", dues.dues, name="dues"),
    path("mine/", dues_mine.dues_mine, name="dues_mine"),
    path("funds/", dues_funds.dues_funds, name="dues_funds"),
    path("funds/<int:identity>/", dues_funds.dues_fund, name="dues_fund"),
    path("of/<int:identity>/", dues.dues_month, name="dues_month"),
    path("of/<int:identity>/close/", dues.dues_close, name="dues_close"),
    path("of/<int:identity>/amounts/", dues_amounts.dues_amounts, name="dues_amounts"),
    path("of/<int:identity>/receipts/", dues_receipts.dues_receipts, name="dues_receipts"),
    path(
        "of/<int:identity>/receipts/<slug:number>/withdraw/", dues_receipts.dues_receipt_withdraw,
        name="dues_receipt_withdraw",
    ),
    path("of/<int:identity>/account/", dues_account.dues_account, name="dues_account"),
    path("of/<int:identity>/account/hand-on/", dues_account.dues_hand_on, name="dues_hand_on"),
    path("of/<int:identity>/account/new/<slug:kind>/", dues_account.dues_entry_new, name="dues_entry_new"),
    path("of/<int:identity>/gifts/new/", dues_funds.dues_gift_new, name="dues_gift_new"),
    path("of/<int:identity>/statement/<int:year>/", dues_mine.dues_statement, name="dues_statement"),
]  # fmt: skip

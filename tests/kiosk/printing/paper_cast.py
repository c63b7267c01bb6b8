"""The cast of the paper tests: one ticket, and one sentence and service in each language that slips must print."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.printing.receipts import Receipt, receipt_for
from queueing.tickets.model import Ticket
from services_catalog.catalog import Location
from tests.cast import packaged

ISSUED = datetime(2026, 11, 23, 15, 32, tzinfo=UTC)
FOLLOW_URL = "https://queue.example.org/t/k3J9x2mQpL7vR8tYw4bN6c"

SERVICES = {
    "en": "Building permit (new or changed)",
    "es": "Permiso de construcción: ¿nuevo o modificación?",
    "so": "Rukhsadda dhismaha guriga",
    "hmn": "Daim ntawv tso cai ua tsev",
    "om": "Hayyama ijaarsa manaa fi jijjiirraa",
    "vi": "Giấy phép xây dựng và sửa chữa nhà ở",
    "am": "የሕንፃ ፈቃድ ጥያቄ እና የመኖሪያ ቤት ፈቃድ",
    "ar": "تصريح بناء (رقم 12) من Metro Transit",
    "zh": "建筑许可证申请，以及管道和机械许可证的咨询服务",
    "lo": "ໃບອະນຸຍາດກໍ່ສ້າງ ແລະ ການກວດກາອາຄານທີ່ຢູ່ອາໄສ",
    "km": "ការអនុញ្ញាតសាងសង់អគារនិងការត្រួតពិនិត្យលំនៅឋាន",
    "ksw": "လံာ်ပျဲဘၣ်တၢ်သူၣ်ထီၣ် ဒီး ဟံၣ်",
    "ru": "Разрешение на строительство",
}
INTERPRETERS = {
    "en": "Interpreters are free. Ask any agent.",
    "es": "Los intérpretes son gratuitos. Pregunte a cualquier agente.",
    "so": "Turjumaannadu waa bilaash. Weydii shaqaale kasta.",
    "hmn": "Muaj neeg txhais lus pub dawb. Nug ib tug neeg ua haujlwm twg los tau.",
    "om": "Turjumaanni bilisa. Hojjetaa kamiyyuu gaafadhu.",
    "vi": "Thông dịch viên miễn phí. Xin hỏi bất kỳ nhân viên nào.",
    "am": "አስተርጓሚዎች ነጻ ናቸው። ማንኛውንም ሠራተኛ ይጠይቁ።",
    "ar": "المترجمون الفوريون مجانيون. اسأل أي موظف.",
    "zh": "口译员免费。请询问任何工作人员。",
    "lo": "ລ່າມແປພາສາແມ່ນບໍ່ເສຍຄ່າ. ຖາມພະນັກງານຄົນໃດກໍໄດ້.",
    "km": "អ្នកបកប្រែមិនគិតថ្លៃទេ។ សូមសួរបុគ្គលិកណាមួយ។",
    "ksw": "ပှၤကတိၤကျိးထံတၢ်ဖိလၢတလၢာ်ဘူၣ်လၢာ်စ့ၤဘၣ်. သံကွၢ်ပှၤမၤတၢ်ဖိတဂၤဂၤတက့ၢ်.",
    "ru": "Переводчики бесплатны. Обратитесь к любому сотруднику.",
}
LANGUAGES = tuple(SERVICES)


def downtown() -> Location:
    """The center whose slips are tested."""
    return packaged().locations["downtown"]


def ticket(language: str = "en", number: str = "P042", service: str = "building-permit") -> Ticket:
    """A ticket that is in no database."""
    return Ticket(
        public_id="k3J9x2mQpL7vR8tYw4bN6c",
        location="downtown",
        day=date(2026, 11, 23),
        number=number,
        service=service,
        language=language,
        issued_at=ISSUED,
    )


def receipt(
    language: str = "en",
    *,
    ahead: int = 4,
    wait: tuple[float, float] | None = (660.0, 1150.0),
    reprint: bool = False,
    simulated: bool = False,
    number: str = "P042",
    service: str = "building-permit",
) -> Receipt:
    """The slip of that ticket, issued at 9:32 in Minneapolis with four people ahead."""
    issued = ticket(language, number, service)
    issued.quoted_ahead, (issued.quoted_p50, issued.quoted_p90) = ahead, wait or (None, None)
    return receipt_for(
        issued,
        location=downtown(),
        catalog=packaged(),
        follow_url=FOLLOW_URL,
        printed_at=datetime(2026, 11, 23, 15, 47, tzinfo=UTC),
        reprint=reprint,
        simulated=simulated,
    )


def spoken(language: str) -> Receipt:
    """The slip with a service, things to bring and an interpreter line written in `language`."""
    own = INTERPRETERS[language]
    return replace(
        receipt(language),
        service=SERVICES[language],
        bring=(SERVICES[language], own),
        interpreters=tuple(dict.fromkeys((own, INTERPRETERS["en"]))),
    )

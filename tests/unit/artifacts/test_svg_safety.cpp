#include "services/artifacts/svg_safety.h"

#include <QTest>

using namespace binnacle;

namespace {

QByteArray safe(const QByteArray& inside)
{
    const auto copy =
        safeSvg("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"10\" height=\"10\">" +
                inside + "</svg>");
    return copy ? *copy : QByteArray("refused: ") + copy.error().message.toUtf8();
}

} // namespace

// Drawings keep their shapes and lose all that could act or reach out.
class TestSvgSafety : public QObject
{
    Q_OBJECT
private slots:
    void shapesStay()
    {
        const auto copy = safe("<defs><path id=\"m\" d=\"M0 0L1 1\"/></defs>"
                               "<g fill=\"url(#g)\" style=\"stroke:#fff\"><use xlink:href=\"#m\"/>"
                               "<text x=\"1\">loss &amp; 와인</text></g>");
        QVERIFY(copy.contains("d=\"M0 0L1 1\""));
        QVERIFY(copy.contains("xlink:href=\"#m\""));
        QVERIFY(copy.contains("fill=\"url(#g)\""));
        QVERIFY(copy.contains("loss &amp; 와인"));
        QVERIFY(copy.contains("width=\"10\""));
    }

    void whatActsOrReachesOutIsDropped_data()
    {
        QTest::addColumn<QByteArray>("inside");
        QTest::addColumn<QByteArray>("gone");
        QTest::newRow("script") << QByteArray("<script>alert(1)</script>") << QByteArray("alert");
        QTest::newRow("handler") << QByteArray("<rect onclick=\"evil()\"/>") << QByteArray("evil");
        QTest::newRow("page") << QByteArray("<foreignObject><p>evil</p></foreignObject>")
                              << QByteArray("evil");
        QTest::newRow("file") << QByteArray("<image xlink:href=\"file:///etc/passwd\"/>")
                              << QByteArray("passwd");
        QTest::newRow("path") << QByteArray("<image href=\"/etc/passwd\"/>")
                              << QByteArray("passwd");
        QTest::newRow("svg picture")
            << QByteArray("<image href=\"data:image/svg+xml;base64,AAAA\"/>") << QByteArray("AAAA");
        QTest::newRow("other drawing")
            << QByteArray("<use href=\"http://evil/a.svg#x\"/>") << QByteArray("evil");
        QTest::newRow("style") << QByteArray("<style>@import url(http://evil/x.css);</style>")
                               << QByteArray("evil");
        QTest::newRow("fill") << QByteArray("<rect fill=\"url( http://evil/x )\"/>")
                              << QByteArray("evil");
        QTest::newRow("fill by escape")
            << QByteArray("<rect style=\"fill:u\\72l(//evil)\"/>") << QByteArray("evil");
        QTest::newRow("link") << QByteArray("<a href=\"http://evil\"><rect/></a>")
                              << QByteArray("evil");
        QTest::newRow("animation")
            << QByteArray("<set attributeName=\"x\" to=\"evil\"/>") << QByteArray("evil");
        QTest::newRow("uses of uses")
            << QByteArray("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>")
            << QByteArray("<use");
    }
    void whatActsOrReachesOutIsDropped()
    {
        QFETCH(QByteArray, inside);
        QFETCH(QByteArray, gone);
        const auto copy = safe(inside);
        QVERIFY2(!copy.contains(gone), copy.constData());
        QVERIFY2(copy.contains("<svg"), copy.constData());
    }

    void whatIsNoDrawingIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a page") << QByteArray("<html></html>");
        QTest::newRow("cut") << QByteArray("<svg><g>");
        QTest::newRow("entities") << QByteArray(
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\"><!ENTITY b "
            "\"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
            "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d "
            "\"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><svg>&d;</svg>");
        QTest::newRow("deep") << QByteArray("<svg>") + QByteArray("<g>").repeated(500) +
                                     QByteArray("</g>").repeated(500) + "</svg>";
    }
    void whatIsNoDrawingIsRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!safeSvg(text));
    }
};

QTEST_APPLESS_MAIN(TestSvgSafety)
#include "test_svg_safety.moc"

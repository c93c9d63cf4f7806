#include "tests/gui/compare/table_cards_fixture.h"
#include "widgets/compare/card_export.h"
#include "widgets/compare/cards/differences_card.h"

#include <QFile>
#include <QSvgRenderer>
#include <QXmlStreamReader>

using namespace binnacle;
using namespace binnacle::fixture;

// What is written of cards: pictures, pages and tables.
class TestCardExport : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init()
    {
        bench_ = std::make_unique<TableCardsBench>();
        bench_->begin();
    }
    void cleanup() { bench_.reset(); }
    void cardsAreExported();
    void pageIsExportedAsPdf();

private:
    std::unique_ptr<TableCardsBench> bench_;
};

void TestCardExport::cardsAreExported()
{
    auto* card = bench_->addCard<DifferencesCard>(
        QStringLiteral("differences"), {{QStringLiteral("baseline"), QStringLiteral("id1")}});
    const QSize size(800, 400);
    const QByteArray svg = cardBytes(*card, CardFormat::Svg, size);
    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
    QXmlStreamReader reader(svg);
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(svg.contains("val_accuracy"));
    const auto png = QImage::fromData(cardBytes(*card, CardFormat::Png, size), "PNG");
    QCOMPARE(png.size(), size * 2);
    QVERIFY(cardBytes(*card, CardFormat::Pdf, size).startsWith("%PDF"));
    const QByteArray csv = cardBytes(*card, CardFormat::Csv, size);
    QVERIFY(csv.startsWith("Group,Key,wine-gbm-017,wine-gbm-017 against wine-gbm-016,"));
    QVERIFY(csv.contains("Metrics,val_accuracy,0.9831,"));
    QVERIFY(csv.contains("'+0.56 %") || csv.contains("+0.56 %"));
    QVERIFY(csv.contains("Params,lr,0.05,,0.10,,,,0.01,,0.001,\r\n"));
    // A name that a spreadsheet would run.
    QCOMPARE(cardCsv({{QStringLiteral("=1+1")}, {{QStringLiteral("@cmd")}, {QVariant()}, {1e300}}}),
             QByteArray("'=1+1\r\n'@cmd\r\n\r\n1e+300\r\n"));

    QString error = QStringLiteral("none yet");
    exportCard(*card, CardFormat::Svg, bench_->store.path("d.svg"), bench_->pools,
               bench_->page.get(), [&](const QString& message) { error = message; });
    QTRY_COMPARE(error, QString());
    QVERIFY(QFile::exists(bench_->store.path("d.svg")));
    exportCard(*card, CardFormat::Csv, bench_->store.path("no/such/d.csv"), bench_->pools,
               bench_->page.get(), [&](const QString& message) { error = message; });
    QTRY_VERIFY(error.contains(QStringLiteral("d.csv")));
    QCOMPARE(suggestedFile(*card, CardFormat::Png), QStringLiteral("Differences.png"));
}

void TestCardExport::pageIsExportedAsPdf()
{
    std::vector<const ComparisonCard*> cards;
    for (int i = 0; i < 5; ++i)
        cards.push_back(bench_->addCard<DifferencesCard>(QStringLiteral("d%1").arg(i), {}));
    const auto pdf = pagePdf(cards, {QStringLiteral("Comparison of 5 runs"),
                                     {QStringLiteral("wine-gbm-017, wine-gbm-016")},
                                     QDateTime::currentDateTime()});
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(pdf.count("/Type /Page\n") >= 3 || pdf.count("/Type /Page") >= 4);
    QVERIFY(pagePdf({}, {}).startsWith("%PDF"));
}

QTEST_MAIN(TestCardExport)
#include "test_card_export.moc"

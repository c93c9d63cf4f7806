#include "models/number_text.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace binnacle;

// Numbers of a column: as many digits as tell them apart, no more than were logged.
class TestNumberText : public QObject
{
    Q_OBJECT
private slots:
    void accuraciesGetFourDigits()
    {
        const std::vector<double> values = {0.98311111, 0.97763333, 0.9722};
        const NumberFormat format = formatFor(values);
        QCOMPARE(numberText(0.98311111, format), QStringLiteral("0.9831"));
        QCOMPARE(numberText(0.9722, format), QStringLiteral("0.9722"));
    }

    void closeValuesGetTheDigitsThatTellThemApart()
    {
        const std::vector<double> values = {0.98311, 0.98312, 0.98331};
        const NumberFormat format = formatFor(values);
        QVERIFY(numberText(values[0], format) != numberText(values[1], format));
    }

    void shortValuesGetNoFalseDigits()
    {
        const std::vector<double> values = {0.1, 0.05, 0.01};
        const NumberFormat format = formatFor(values);
        QCOMPARE(numberText(0.1, format), QStringLiteral("0.10"));
        QCOMPARE(numberText(0.05, format), QStringLiteral("0.05"));
    }

    void integersStayIntegers()
    {
        const std::vector<double> values = {4, 12, 10412};
        const NumberFormat format = formatFor(values);
        QCOMPARE(format.style, NumberFormat::Style::Integer);
        QCOMPARE(numberText(10412, format), QStringLiteral("10,412"));
    }

    void learningRatesOverManyDecadesAreScientific()
    {
        const std::vector<double> values = {1e-8, 0.5};
        QCOMPARE(formatFor(values).style, NumberFormat::Style::Scientific);
        QCOMPARE(numberText(1e-8, formatFor(values)), QStringLiteral("1.000e-08"));
    }

    void whatIsNoNumberStaysVisible()
    {
        const NumberFormat format = formatFor(std::vector<double>{0.5, std::nan("")});
        QCOMPARE(numberText(std::nan(""), format), QStringLiteral("NaN"));
        QCOMPARE(numberText(std::numeric_limits<double>::infinity(), format), QStringLiteral("∞"));
        QCOMPARE(numberText(-std::numeric_limits<double>::infinity(), format),
                 QStringLiteral("−∞"));
    }

    void theSignIsAMinus() { QCOMPARE(numberText(-0.38), QStringLiteral("−0.38")); }

    void exactNumbersReadBackToTheSameDouble()
    {
        const double value = 0.1 + 0.2;
        QCOMPARE(exactNumber(value).toDouble(), value);
    }

    void countsAndBytes()
    {
        QCOMPARE(countText(10412), QStringLiteral("10,412"));
        QCOMPARE(countText(999), QStringLiteral("999"));
        QCOMPARE(bytesText(512), QStringLiteral("512\u00A0B"));
        QCOMPARE(bytesText(4'200'000), QStringLiteral("4.2\u00A0MB"));
        QCOMPARE(bytesText(999'999), QStringLiteral("1.0\u00A0MB"));
    }
};

QTEST_GUILESS_MAIN(TestNumberText)
#include "test_number_text.moc"

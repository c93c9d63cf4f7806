// The formats below the TensorBoard backend: checksums, the protobuf wire, records, tensors.

#include "services/backends/tensorboard/crc32c.h"
#include "services/backends/tensorboard/event.h"
#include "services/backends/tensorboard/record_file.h"
#include "tests/unit/tensorboard/event_bytes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace binnacle;
using namespace binnacle::tfevents;
namespace eb = binnacle::eventbytes;

class TestTfeventsFormat : public QObject
{
    Q_OBJECT
private slots:
    void checksumsArePublishedOnes();
    void instructionAndTablesAgree();
    void wireNeverLeavesItsBytes();
    void recordsAreReadInOrder();
    void aCutFileIsReadUpToTheCut_data();
    void aCutFileIsReadUpToTheCut();
    void aWrongDataChecksumLeavesOneRecordOut();
    void aWrongLengthEndsTheFile();
    void aHugePromisedLengthCostsNoMemory();
    void recordsGreaterThanAChunk();
    void scalarsOfEachType_data();
    void scalarsOfEachType();
    void tensorsWithMoreThanOneNumberAreNoScalars();
    void hparamsOfListsAndStructs();
    void endlessNestingOfHparamsEnds();

private:
    std::filesystem::path write(const std::string& bytes)
    {
        const auto name = folder_.filePath(QStringLiteral("events.out.tfevents.%1").arg(++files_));
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(bytes.data(), static_cast<qint64>(bytes.size())) !=
                static_cast<qint64>(bytes.size()))
            qFatal("can not write %s", qPrintable(name));
        return name.toStdString();
    }
    static std::vector<std::string> all(RecordFile& file)
    {
        std::vector<std::string> records;
        while (file.next())
            records.emplace_back(file.data());
        return records;
    }

    QTemporaryDir folder_;
    int files_ = 0;
};

void TestTfeventsFormat::checksumsArePublishedOnes()
{
    // RFC 3720, appendix B.4, and tensorboard's data/server/masked_crc.rs.
    QCOMPARE(crc32c("123456789"), 0xe3069283U);
    QCOMPARE(crc32c(std::string(32, '\0')), 0x8a9136aaU);
    QCOMPARE(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
    QCOMPARE(masked(crc32c("\x1a\x11"
                           "CRC test, one two")),
             0x5794d08aU);
    QCOMPARE(crc32c(""), 0U);
}

void TestTfeventsFormat::instructionAndTablesAgree()
{
    std::mt19937 random(11);
    std::string bytes;
    for (int size = 0; size < 300; ++size) {
        QCOMPARE(crc32c(bytes), crc32cByTable(bytes));
        bytes += static_cast<char>(random());
    }
    // From an odd address on.
    QCOMPARE(crc32c(std::string_view(bytes).substr(3)),
             crc32cByTable(std::string_view(bytes).substr(3)));
}

void TestTfeventsFormat::wireNeverLeavesItsBytes()
{
    const auto fields = [](std::string_view bytes) {
        WireReader reader(bytes);
        int count = 0;
        while (reader.next())
            ++count;
        return std::pair(count, reader.failed());
    };
    QCOMPARE(fields(""), std::pair(0, false));
    QCOMPARE(fields(eb::number(2, -1) + eb::message(5, "abc")), std::pair(2, false));
    QCOMPARE(fields(eb::message(5, "abc").substr(0, 4)), std::pair(0, true));
    QCOMPARE(fields("\x2a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), std::pair(0, true));
    QCOMPARE(fields("\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), std::pair(0, true));
    QCOMPARE(fields("\x09\x01\x02"), std::pair(0, true));
    QCOMPARE(fields("\x0b"), std::pair(0, true)); // a group

    const auto bytes = eb::number(2, -7);
    WireReader reader(bytes);
    QVERIFY(reader.next());
    QCOMPARE(reader.integer(), -7);
}

void TestTfeventsFormat::recordsAreReadInOrder()
{
    const auto path = write(eb::record("one") + eb::record("") + eb::record("three"));
    RecordFile file(path);
    QCOMPARE(all(file), (std::vector<std::string>{"one", "", "three"}));
    QCOMPARE(file.end(), RecordFile::End::Whole);
    QCOMPARE(file.position(), std::filesystem::file_size(path));

    RecordFile rest(path, eb::record("one").size());
    QCOMPARE(all(rest), (std::vector<std::string>{"", "three"}));
}

void TestTfeventsFormat::aCutFileIsReadUpToTheCut_data()
{
    QTest::addColumn<int>("missing");
    for (const int missing : {1, 4, 5, 9, 10, 18, 20})
        QTest::newRow(qPrintable(QString::number(missing))) << missing;
}

void TestTfeventsFormat::aCutFileIsReadUpToTheCut()
{
    QFETCH(int, missing);
    auto bytes = eb::record("first") + eb::record("second");
    bytes.resize(bytes.size() - static_cast<std::size_t>(missing));
    RecordFile file(write(bytes));
    QCOMPARE(all(file), std::vector<std::string>{"first"});
    QCOMPARE(file.end(), RecordFile::End::Cut);
    QCOMPARE(file.position(), eb::record("first").size());
}

void TestTfeventsFormat::aWrongDataChecksumLeavesOneRecordOut()
{
    auto bytes = eb::record("first") + eb::record("second") + eb::record("third");
    const auto second = eb::record("first").size();
    bytes[second + 12] ^= 0x10; // a bit of the data
    RecordFile file(write(bytes));
    QCOMPARE(all(file), (std::vector<std::string>{"first", "third"}));
    QCOMPARE(file.skipped(), 1U);
    QCOMPARE(file.firstSkipped(), second);
    QCOMPARE(file.end(), RecordFile::End::Whole);
}

void TestTfeventsFormat::aWrongLengthEndsTheFile()
{
    auto bytes = eb::record("first") + eb::record("second") + eb::record("third");
    const auto second = eb::record("first").size();
    bytes[second] ^= 0x01;
    RecordFile file(write(bytes));
    QCOMPARE(all(file), std::vector<std::string>{"first"});
    QCOMPARE(file.end(), RecordFile::End::BadLength);
    QCOMPARE(file.position(), second);
}

void TestTfeventsFormat::aHugePromisedLengthCostsNoMemory()
{
    for (const auto promised : {std::uint64_t{1} << 27, std::uint64_t{1} << 40,
                                std::numeric_limits<std::uint64_t>::max()}) {
        const auto length = eb::raw(promised);
        RecordFile file(write(eb::record("first") + length + eb::raw(masked(crc32c(length)))));
        QCOMPARE(all(file), std::vector<std::string>{"first"});
        QCOMPARE(file.end(), RecordFile::End::Cut);
    }
    RecordFile missing(std::filesystem::path("/nowhere/events.out.tfevents.1"));
    QVERIFY(!missing.next());
    QCOMPARE(missing.end(), RecordFile::End::Unreadable);
    QCOMPARE(missing.errorNumber(), ENOENT);
}

void TestTfeventsFormat::recordsGreaterThanAChunk()
{
    const std::string big(3'500'000, 'g');
    RecordFile file(write(eb::record("small") + eb::record(big) + eb::record("last")));
    QCOMPARE(all(file), (std::vector<std::string>{"small", big, "last"}));
}

void TestTfeventsFormat::scalarsOfEachType_data()
{
    QTest::addColumn<QByteArray>("tensor");
    QTest::addColumn<double>("value");
    const auto row = [](const char* name, const std::string& tensor, double value) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor) << value;
    };
    const auto shape = eb::message(2, "");
    row("float, packed", eb::number(1, 1) + shape + eb::message(5, eb::raw(1.5F)), 1.5);
    row("float, not packed", eb::number(1, 1) + shape + eb::key(5, 5) + eb::raw(1.5F), 1.5);
    row("float, content", eb::number(1, 1) + shape + eb::message(4, eb::raw(1.5F)), 1.5);
    row("double", eb::number(1, 2) + shape + eb::message(6, eb::raw(0.1)), 0.1);
    row("int32, negative", eb::number(1, 3) + shape + eb::number(7, -3), -3);
    row("int64, packed", eb::number(1, 9) + eb::message(10, eb::varint(77)), 77);
    row("uint64, content", eb::number(1, 23) + eb::message(4, eb::raw(~std::uint64_t{0})),
        18446744073709551615.0);
    row("bool", eb::number(1, 10) + eb::number(11, 1), 1);
    row("bfloat16", eb::number(1, 14) + eb::number(13, 0x3fc0), 1.5);
    row("half", eb::number(1, 19) + eb::number(13, 0x3555), 0.333251953125);
    row("half, subnormal", eb::number(1, 19) + eb::number(13, 0x0001), 5.960464477539063e-08);
    row("half, content", eb::number(1, 19) + eb::message(4, eb::raw(std::uint16_t{0xc000})), -2);
    row("zeros are left out", eb::number(1, 1) + shape, 0);
    row("type after the values", eb::message(5, eb::raw(2.5F)) + eb::number(1, 1), 2.5);
    row("one element of rank 1",
        eb::number(1, 1) + eb::message(2, eb::message(2, eb::number(1, 1))) +
            eb::message(5, eb::raw(4.0F)),
        4);
}

void TestTfeventsFormat::scalarsOfEachType()
{
    QFETCH(QByteArray, tensor);
    QFETCH(double, value);
    const auto scalar = scalarOf(tensor.toStdString());
    QVERIFY(scalar);
    QCOMPARE(*scalar, value);
}

void TestTfeventsFormat::tensorsWithMoreThanOneNumberAreNoScalars()
{
    const auto two = eb::message(2, eb::message(2, eb::number(1, 2)));
    QVERIFY(!scalarOf(eb::number(1, 1) + two + eb::message(4, eb::raw(1.0))));
    QVERIFY(!scalarOf(eb::number(1, 1) + eb::message(4, eb::raw(1.0)))); // 8 bytes are no float
    QVERIFY(!scalarOf(eb::number(1, 7) + eb::message(8, "text")));
    QVERIFY(!scalarOf(eb::number(1, 8) + eb::message(9, eb::raw(1.0)))); // complex64
    QCOMPARE(*textOf(eb::number(1, 7) + eb::message(8, "text")), std::string_view("text"));
}

void TestTfeventsFormat::hparamsOfListsAndStructs()
{
    const auto numberValue = [](double value) { return eb::key(2, 1) + eb::raw(value); };
    const auto entry = [](std::string_view name, const std::string& value) {
        return eb::message(1, eb::message(1, name) + eb::message(2, value));
    };
    const auto list =
        eb::message(6, eb::message(1, numberValue(32)) + eb::message(1, numberValue(0.5)));
    const auto fields = eb::message(5, entry("depth", numberValue(3)));
    const auto start = entry("layers", list) + entry("tree", fields) +
                       entry("name", eb::message(3, "resnet")) + eb::message(4, "group 1");
    HparamsContent content;
    QVERIFY(parseHparams(eb::message(3, start), content));
    QVERIFY(content.start && !content.end);
    using Pair = std::pair<std::string, std::string>;
    QCOMPARE(content.start->hparams.at(0), Pair("layers", "[32, 0.5]"));
    QCOMPARE(content.start->hparams.at(1), Pair("tree", "{depth: 3}"));
    QCOMPARE(content.start->hparams.at(2), Pair("name", "resnet"));
    QCOMPARE(content.start->group, std::string("group 1"));
}

void TestTfeventsFormat::endlessNestingOfHparamsEnds()
{
    std::string value = eb::key(2, 1) + eb::raw(1.0);
    for (int depth = 0; depth < 5000; ++depth)
        value = eb::message(6, eb::message(1, value));
    HparamsContent content;
    QVERIFY(parseHparams(
        eb::message(3, eb::message(1, eb::message(1, "deep") + eb::message(2, value))), content));
    QVERIFY(content.start->hparams.at(0).second.size() < 100);
}

QTEST_GUILESS_MAIN(TestTfeventsFormat)
#include "test_tfevents_format.moc"

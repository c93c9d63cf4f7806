// meta.yaml as PyYAML writes it, and as somebody who means harm would.
#include "services/backends/mlflow_files/meta_yaml.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::mlflow_files;

class TestMetaYaml : public QObject
{
    Q_OBJECT
private slots:
    void aRunAsMlflowWritesIt();
    void anInputWithTags();
    void hostileFiles_data();
    void hostileFiles();
    void oneLineIsChangedAndAllElseKept();
};

void TestMetaYaml::aRunAsMlflowWritesIt()
{
    const auto meta = parseMetaYaml("artifact_uri: file:///x/0/abc/artifacts\n"
                                    "end_time: null\n"
                                    "experiment_id: '0'\n"
                                    "run_name: 'it''s: a name\n\n  of two lines'\n"
                                    "start_time: 1735689600000\n"
                                    "status: 1\ntags: []\nuser_id: \"\\u540D\"\n");
    QVERIFY(meta);
    QCOMPARE(meta->text("experiment_id"), std::string("0"));
    QCOMPARE(meta->text("run_name"), std::string("it's: a name\nof two lines"));
    QCOMPARE(meta->text("user_id"), std::string("名"));
    QCOMPARE(meta->integer("start_time").value_or(0), std::int64_t(1735689600000));
    QVERIFY(!meta->integer("end_time"));
    QVERIFY(!meta->integer("run_name"));
}

void TestMetaYaml::anInputWithTags()
{
    const auto meta = parseMetaYaml("destination_id: a\nsource_type: DATASET\n"
                                    "tags:\n  mlflow.data.context: training\n");
    QVERIFY(meta);
    QCOMPARE(meta->maps.at("tags").at("mlflow.data.context"), std::string("training"));
}

void TestMetaYaml::hostileFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QByteArray bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'k'; ++c)
        bomb += QByteArray(1, c) + ": &" + c + " [*" + char(c - 1) + ", *" + char(c - 1) + "]\n";
    QTest::newRow("alias bomb") << bomb;
    QTest::newRow("deep lists") << "a: " + QByteArray(100'000, '[');
    QTest::newRow("deep maps") << "a: " + QByteArray("{b: ").repeated(20'000);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a list") << QByteArray("- a\n- b\n");
    QTest::newRow("a word") << QByteArray("hello");
    QTest::newRow("bytes") << QByteArray("\x00\xff\xfe\x01: \x02", 7);
    QTest::newRow("merge") << QByteArray("a: &x {b: c}\nd:\n  <<: *x\n");
}

void TestMetaYaml::hostileFiles()
{
    QFETCH(QByteArray, text);
    const auto meta = parseMetaYaml(std::string_view(text.data(), std::size_t(text.size())));
    QVERIFY(!meta);
    QCOMPARE(meta.error().kind, Error::Kind::Invalid);
}

void TestMetaYaml::oneLineIsChangedAndAllElseKept()
{
    const std::string before = "a: 'long\n\n  value'\nb: 2\nnew_field: {x: 1}\n";
    QCOMPARE(withScalar(before, "a", quotedScalar("q\"\\\n\x01")),
             std::string("a: \"q\\\"\\\\\\x0a\\x01\"\nb: 2\nnew_field: {x: 1}\n"));
    QCOMPARE(parseMetaYaml(withScalar(before, "a", quotedScalar("q\"\\\n\x01 名")))->text("a"),
             std::string("q\"\\\n\x01 名"));
    QCOMPARE(withScalar(before, "b", std::nullopt),
             std::string("a: 'long\n\n  value'\nnew_field: {x: 1}\n"));
    QCOMPARE(withScalar("b: 2\n", "c", "3"), std::string("b: 2\nc: 3\n"));
    QCOMPARE(withScalar("bc: 2\n", "b", "3"), std::string("bc: 2\nb: 3\n"));
}

QTEST_GUILESS_MAIN(TestMetaYaml)
#include "test_meta_yaml.moc"

#include "services/registry/model_file.h"

#include <QTest>

using namespace binnacle;

// MLmodel as MLflow 3.17.2 writes it for a scikit-learn model with a signature and an example.
namespace {
constexpr const char* written = R"(artifact_path: mlflow-artifacts:/1/models/m-0123/artifacts
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.2
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.5.2
is_signature_from_type_hint: false
mlflow_version: 3.17.2
model_id: m-0123
model_size_bytes: 1234
model_uuid: m-0123
prompts: null
run_id: 4fe3d8992a04435db0b79dcf063ab665
saved_input_example_info:
  artifact_path: input_example.json
  pandas_orient: split
  serving_input_path: serving_input_example.json
  type: dataframe
signature:
  inputs: '[{"type": "double", "name": "alcohol", "required": true}, {"type": "string",
    "name": "region", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: '[{"name": "threshold", "default": 0.5, "shape": null, "type": "double"}]'
type_hint_from_example: false
utc_time_created: '2026-11-25 08:22:18.123456'
)";
}

class TestModelFile : public QObject
{
    Q_OBJECT
private slots:
    void readsWhatMlflowWrites();
    void nestedTypesHaveAText();
    void withoutASignatureThereIsNone();
    void aBrokenSignatureIsRefused();
    void hostileFilesAreRefused_data();
    void hostileFilesAreRefused();
};

void TestModelFile::readsWhatMlflowWrites()
{
    const auto file = parseModelFile(written);
    QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().message));
    const std::vector<ModelFlavor> flavors{{"python_function", ""}, {"sklearn", "1.5.2"}};
    QCOMPARE(file->flavors, flavors);
    QCOMPARE(file->pythonVersion, std::string("3.11.2"));
    QCOMPARE(file->mlflowVersion, std::string("3.17.2"));
    QCOMPARE(file->sizeBytes, std::optional<std::int64_t>(1234));
    QCOMPARE(file->inputExample, std::string("input_example.json"));
    QCOMPARE(file->inputExampleType, std::string("dataframe"));
    QCOMPARE(file->modelId, std::string("m-0123"));
    const ModelSignature signature{{{"alcohol", "double", true}, {"region", "string", false}},
                                   {{"", "tensor(int64, [-1])", true}},
                                   {{"threshold", "double", "0.5"}}};
    QVERIFY(file->signature.has_value());
    QCOMPARE(*file->signature, signature);
}

void TestModelFile::nestedTypesHaveAText()
{
    const auto file = parseModelFile(
        "signature:\n  inputs: '[{\"type\": \"array\", \"items\": {\"type\": \"object\", "
        "\"properties\": {\"a\": {\"type\": \"long\"}, \"b\": {\"type\": \"string\", "
        "\"required\": false}}}, \"name\": \"messages\", \"required\": true}]'\n");
    QVERIFY(file.has_value());
    QCOMPARE(file->signature->inputs.at(0).type, std::string("array(object(a: long, b?: string))"));
    QVERIFY(file->signature->outputs.empty());
}

void TestModelFile::withoutASignatureThereIsNone()
{
    QVERIFY(!parseModelFile("flavors: {}\n")->signature);
    QVERIFY(!parseModelFile("signature: null\nflavors: {}\n")->signature);
}

void TestModelFile::aBrokenSignatureIsRefused()
{
    for (const char* text : {"signature:\n  inputs: '[{'\n", "signature:\n  inputs: '{}'\n",
                             "signature:\n  outputs: '[3]'\n", "signature:\n  params: 'x'\n"}) {
        const auto file = parseModelFile(text);
        QVERIFY2(!file, text);
        QCOMPARE(file.error().kind, Error::Kind::Invalid);
    }
}

void TestModelFile::hostileFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a list") << QByteArray("- 1\n");
    QTest::newRow("no YAML") << QByteArray("a: [1\n: }{");
    QTest::newRow("two megabytes") << QByteArray(2 << 20, 'x');
    QByteArray deep;
    for (int i = 0; i < 100'000; ++i)
        deep += '[';
    QTest::newRow("deep") << "flavors: " + deep;
    QByteArray bomb("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; ++c) {
        const char before = char(c - 1);
        bomb += QByteArray(1, c) + ": &" + c + " [";
        for (int i = 0; i < 9; ++i)
            bomb += QByteArray(i ? ",*" : "*") + before;
        bomb += "]\n";
    }
    QTest::newRow("aliases of aliases") << bomb;
}

void TestModelFile::hostileFilesAreRefused()
{
    QFETCH(QByteArray, text);
    const auto file = parseModelFile(std::string_view(text.constData(), std::size_t(text.size())));
    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::Invalid);
}

QTEST_GUILESS_MAIN(TestModelFile)
#include "test_model_file.moc"

#include "services/artifacts/feature_importance.h"

#include <QTest>

#include <cmath>
#include <cstring>

using namespace binnacle;

namespace {

// As numpy.save writes it.
std::string numpy(const std::string& shape, const std::vector<double>& values)
{
    std::string head = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
    head.resize(118, ' ');
    std::string bytes("\x93NUMPY\x01\x00\x76\x00", 10);
    bytes += head;
    const auto at = bytes.size();
    bytes.resize(at + values.size() * 8);
    std::memcpy(bytes.data() + at, values.data(), values.size() * 8);
    return bytes;
}

} // namespace

// Explanations that a run logged: by feature, as shares.
class TestFeatureImportance : public QObject
{
    Q_OBJECT
private slots:
    void filesAreKnownByTheirNames()
    {
        QVERIFY(isImportanceFile("feature_importance_weight.json"));
        QVERIFY(isImportanceFile("model_explanations_shap/shap_values.npy"));
        QVERIFY(isImportanceFile("x/permutation_importance.csv"));
        QVERIFY(!isImportanceFile("importance/notes.txt"));
        QVERIFY(!isImportanceFile("feature_importance_weight.png"));
    }
    void jsonOfAutologging()
    {
        const auto found = readImportances("f.json", R"({"a": 3, "b": -1, "c": "x"})", {});
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t{2});
        QCOMPARE(found->at("a"), 0.75);
        QCOMPARE(found->at("b"), 0.25);
    }
    void tablesOfLogTableAndCsv()
    {
        const auto table = readImportances(
            "importance.json",
            R"({"columns": ["feature", "importance"], "data": [["a", 1], ["알코올", 3]]})", {});
        QVERIFY(table);
        QCOMPARE(table->at("알코올"), 0.75);
        const auto csv = readImportances("importance.csv",
                                         "name,importance_mean,importance_std\na,1,9\nb,1,9\n", {});
        QVERIFY(csv);
        QCOMPARE(csv->at("a"), 0.5);
    }
    void shapValuesAreMeansOfTheirSize()
    {
        const auto flat = readImportances("shap_values.npy", numpy("2, 3", {1, -2, 0, -3, 2, 0}),
                                          {"a", "b", "c"});
        QVERIFY(flat);
        QCOMPARE(flat->at("a"), 0.5);
        QCOMPARE(flat->at("b"), 0.5);
        QCOMPARE(flat->at("c"), 0.0);
        const auto classes =
            readImportances("shap_values.npy", numpy("1, 2, 2", {1, 1, 3, 3}), {"a", "b"});
        QVERIFY(classes);
        QCOMPARE(classes->at("b"), 0.75);
        QVERIFY(!readImportances("shap_values.npy", numpy("2, 3", {1, -2, 0, -3, 2, 0}), {"a"}));
    }
    void hostileFilesAreRefused()
    {
        for (const std::string& bytes :
             {std::string(), std::string("{"), std::string("\x93NUMPY"),
              numpy("99999999999, 99999999999", {1}), numpy("2", {1}), numpy("0", {}),
              std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)}) {
            QVERIFY(!readImportances("shap_values.npy", bytes, {"a"}));
            QVERIFY(!readImportances("a_importance.json", bytes, {}));
            QVERIFY(!readImportances("a_importance.csv", bytes, {}));
        }
        QVERIFY(!readImportances("i.json", R"({"a": 0})", {}));
    }
};

QTEST_GUILESS_MAIN(TestFeatureImportance)
#include "test_feature_importance.moc"

// A policy is understood whole or refused with the place of the fault.
#include "services/promotion/promotion_policy.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <random>

using namespace binnacle;

class TestPromotionPolicy : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryKey()
    {
        const auto policy = readPolicy(R"(version: 1
model: wine
champion: prod
metrics:
  - {name: rmse, better: lower, margin: 0.02, relative: true}
  - {name: auc, better: higher}
thresholds:
  - {metric: auc, at_least: 0.9}
fairness:
  - {metric: gap, at_least: -0.1, at_most: 0.1}
explanations: [shap.html]
approvers: [kim, lee]
serve: {seconds: 30}
gates: {reproducible: required, drift: off}
)",
                                       "wine.yaml");
        QVERIFY2(policy, policy ? "" : qPrintable(policy.error().message));
        QCOMPARE(policy->model, std::string("wine"));
        QCOMPARE(policy->champion, std::string("prod"));
        QCOMPARE(policy->metrics.size(), std::size_t(2));
        QVERIFY((policy->metrics[0] == MetricRule{"rmse", false, 0.02, true}));
        QVERIFY((policy->metrics[1] == MetricRule{"auc", true, 0, false}));
        QVERIFY((policy->thresholds == std::vector<BoundRule>{{"auc", 0.9, std::nullopt}}));
        QVERIFY((policy->fairness == std::vector<BoundRule>{{"gap", -0.1, 0.1}}));
        QCOMPARE(policy->serveSeconds, 30);
        QCOMPARE(policy->mode("reproducible"), GateMode::Required);
        QCOMPARE(policy->mode("drift"), GateMode::Off);
        QCOMPARE(policy->mode("metric"), GateMode::WhenKnown);
        QCOMPARE(policy->mode("approval"), GateMode::Required);
    }

    void faultsNameLineAndColumn_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("about");
        const auto row = [](const char* name, const char* yaml, const char* place,
                            const char* about) {
            QTest::newRow(name) << QString::fromUtf8(yaml) << QString::fromUtf8(place)
                                << QString::fromUtf8(about);
        };
        row("unknown key", "version: 1\nmetrix: []\n", "p:2:1:", "metrix");
        row("twice", "model: a\nmodel: b\n", "p:2:1:", "twice");
        row("no number", "thresholds:\n  - metric: auc\n    at_least: high\n",
            "p:3:15:", "at_least");
        row("not finite", "thresholds:\n  - metric: auc\n    at_least: inf\n", "p:3:15:", "number");
        row("no direction", "metrics:\n  - name: rmse\n", "p:2:5:", "rmse");
        row("negative margin", "metrics:\n  - {name: a, better: lower, margin: -1}\n",
            "p:2:38:", "margin");
        row("no bound", "fairness:\n  - metric: gap\n", "p:2:5:", "gap");
        row("empty range", "fairness:\n  - {metric: a, at_least: 2, at_most: 1}\n",
            "p:2:5:", "greater");
        row("unknown gate", "gates:\n  sings: required\n", "p:2:3:", "sings");
        row("unknown mode", "gates:\n  drift: maybe\n", "p:2:10:", "maybe");
        row("no YAML", "gates: {a: [\n", "p:2:1:", "YAML");
        row("another version", "version: 2\n", "p:1:10:", "version");
        row("a list", "- a\n", "p:1:1:", "map");
    }

    void faultsNameLineAndColumn()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, place);
        QFETCH(QString, about);
        const auto policy = readPolicy(yaml.toStdString(), "p");
        QVERIFY(!policy);
        QCOMPARE(policy.error().kind, Error::Kind::Invalid);
        QVERIFY2(policy.error().message.startsWith(place), qPrintable(policy.error().message));
        QVERIFY2(policy.error().message.contains(about), qPrintable(policy.error().message));
    }

    void theModelsOwnFileIsTakenFirst()
    {
        const QTemporaryDir folder;
        const std::filesystem::path place(folder.path().toStdString());
        QVERIFY(policyOf(place / "missing", "wine").value() == defaultPolicy());
        std::ofstream(place / "a.yaml") << "approvers: [anybody]\n";
        std::ofstream(place / "b.yml") << "model: wine\napprovers: [kim]\n";
        QCOMPARE(policyOf(place, "wine").value().approvers, std::vector<std::string>{"kim"});
        QCOMPARE(policyOf(place, "beer").value().approvers, std::vector<std::string>{"anybody"});
    }

    // Seeded damage of a good file: never a crash, and what is read is whole.
    void damagedFilesAreRefusedOrRead()
    {
        const std::string good = "version: 1\nmetrics:\n  - {name: rmse, better: lower}\ngates: "
                                 "{drift: off, serves: &a required, digest: *a}\n";
        std::mt19937 random(20260301);
        int refused = 0;
        for (int round = 0; round < 5'000; ++round) {
            auto text = good;
            for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
                const auto at = random() % text.size();
                if (random() % 3 == 0)
                    text.erase(at, 1 + random() % 5);
                else
                    text[at] = static_cast<char>(random() % 256);
                if (text.empty())
                    text = "x";
            }
            const auto policy = readPolicy(text, "p");
            if (!policy) {
                ++refused;
                QVERIFY(!policy.error().message.isEmpty());
            }
        }
        QVERIFY(refused > 1'000);
        QVERIFY(!readPolicy(std::string(200'000, '['), "p"));
        QVERIFY(!readPolicy("&a [*a]", "p"));
        QVERIFY(!readPolicy(std::string(2 << 20, ' '), "p"));
        QVERIFY(readPolicy("", "p"));
    }
};

QTEST_GUILESS_MAIN(TestPromotionPolicy)
#include "test_promotion_policy.moc"

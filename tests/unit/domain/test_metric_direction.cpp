#include "services/domain/metric_direction.h"

#include <QTest>

using namespace binnacle;

// Which way a metric gets better, guessed from the names that people really log.
class TestMetricDirection : public QObject
{
    Q_OBJECT
private slots:
    void guesses_data();
    void guesses();
};

void TestMetricDirection::guesses_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("direction");
    const auto row = [](const char* key, MetricDirection direction) {
        QTest::newRow(key) << QByteArray(key) << static_cast<int>(direction);
    };
    for (const char* key : {"accuracy", "val_accuracy", "validation/AUC", "test.f1", "valAccuracy",
                            "R2", "mean reward", "eval-bleu", "top5", "val_f1_score"})
        row(key, MetricDirection::HigherIsBetter);
    for (const char* key : {"loss", "train/loss", "val_rmse", "log_loss", "error_score", "WER",
                            "p95 latency", "trainLoss", "brier_score"})
        row(key, MetricDirection::LowerIsBetter);
    for (const char* key : {"lr", "epoch", "", "grad_norm", "lossless", "system/gpu_0", "손실"})
        row(key, MetricDirection::Unknown);
}

void TestMetricDirection::guesses()
{
    QFETCH(QByteArray, key);
    QFETCH(int, direction);
    QCOMPARE(static_cast<int>(guessDirection(key.toStdString())), direction);
}

QTEST_GUILESS_MAIN(TestMetricDirection)
#include "test_metric_direction.moc"

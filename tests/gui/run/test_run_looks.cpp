#include "tests/gui/run/run_fixture.h"
#include "widgets/artifacts/artifact_viewer.h"
#include "widgets/artifacts/artifacts_comparison.h"
#include "widgets/run/metric_card.h"

#include <QDir>
#include <QTreeView>

using namespace binnacle;
using namespace binnacle::test;

// Pictures of the run page and of artifacts side by side, light and dark, in the folder "looks" of
// the build, to be looked at.
class TestRunLooks : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunFixture> window;

    static void save(QWidget* widget, const QString& name)
    {
        const QString folder =
            qEnvironmentVariable("BINNACLE_BINARY_DIR") + QStringLiteral("/looks");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(
            widget->grab().save(folder + QStringLiteral("/run-") + name + QStringLiteral(".png")));
    }
    void fillArtifacts(const std::string& run, int number) const
    {
        window->put(run, "model/MLmodel",
                    "flavors:\n  python_function:\n    python_version: 3.11.2\n  sklearn:\n"
                    "    sklearn_version: 1.5.2\nmlflow_version: 3.17.2\nsignature:\n  inputs: "
                    "'[{\"type\": \"double\", \"name\": \"alcohol\"}]'\n");
        window->put(run, "model/requirements.txt", "mlflow==3.17.2\nscikit-learn==1.5.2\n");
        window->put(run, "model/model.pkl", QByteArray("\x80\x05\x95\0\0\0abc", 9));
        window->put(run, "train.py",
                    "import mlflow\n\nlr = 0." + QByteArray::number(number) +
                        "\nmodel = fit(lr)\nmlflow.log_metric(\"loss\", model.loss)\n" +
                        (number > 1 ? "mlflow.end_run()\n" : ""));
        window->put(run, "config.yaml",
                    "optimizer:\n  name: " + QByteArray(number > 1 ? "adam" : "sgd") +
                        "\n  lr: 0." + QByteArray::number(number) + "\nlayers: [64, 32]\n");
        QByteArray table = "id,label,predicted,score\n";
        for (int i = 0; i < 30; ++i)
            table += QByteArray::number(i) + ",class_" + QByteArray::number(i % 3) + ",class_" +
                     QByteArray::number((i + (i % (5 + number) == 0)) % 3) + ",0." +
                     QByteArray::number(90 - i) + "\n";
        window->put(run, "eval.csv", table);
        window->put(run, "confusion_matrix.json",
                    "{\"labels\": [\"class_0\", \"class_1\", \"class_2\"], \"confusion_matrix\": "
                    "[[" +
                        QByteArray::number(40 + number) + ", 3, 1], [2, 51, 4], [0, " +
                        QByteArray::number(5 * number) + ", 38]]}");
        for (int step : {0, 10, 20})
            window->put(
                run,
                ("images/attention+step+" + QByteArray::number(step) + "+timestamp+1+aa.png")
                    .constData(),
                pictureBytes({260, 180}, QColor::fromHsv(40 * number, 150, 80 + 5 * step),
                             QStringLiteral("step %1").arg(step)));
        window->put(run, "README.md",
                    "# Notes\n\n- deeper trees help\n- `lr` above 0.2 diverges\n");
    }

private slots:
    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pictures()
    {
        QFETCH(bool, dark);
        const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        window = std::make_unique<RunFixture>();
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        fillArtifacts("wine-gbm-058", 1);
        fillArtifacts("wine-mlp-057", 2);
        Edit note;
        note.run = window->row("wine-gbm-058");
        note.kind = Edit::Kind::SetTag;
        note.key = tags::note;
        note.value = "## What it taught\n\n**Deeper** trees help until 8; see "
                     "[the plan](https://example.com).\n\n| depth | accuracy |\n| --- | --- |\n"
                     "| 4 | 0.91 |\n| 8 | 0.97 |\n";
        QVERIFY(OutboxStore(window->workspace).add(note).has_value());
        window->page->resize(1240, 800);
        window->open("wine-gbm-058");
        save(window->page.get(), QStringLiteral("overview") + suffix);
        window->page->showSection(RunPage::Metrics);
        for (auto* card : window->page->findChildren<MetricCard*>())
            QTRY_COMPARE(card->series().state(), ChartSeriesModel::State::Ready);
        save(window->page.get(), QStringLiteral("metrics") + suffix);
        window->page->showSection(RunPage::Artifacts);
        auto* tree = window->find<QTreeView>("artifactTree");
        QTRY_VERIFY(tree->model()->rowCount() > 3);
        const auto* viewer = window->page->findChild<ArtifactViewer*>();
        for (const char* name : {"confusion", "eval", "config", "train", "README"}) {
            window->clickArtifact(QLatin1String(name));
            QTRY_VERIFY(viewer->form() != ArtifactViewer::Form::Nothing);
            save(window->page.get(),
                 QStringLiteral("artifact-%1").arg(QLatin1String(name)) + suffix);
        }
        window->page->showSection(RunPage::Reproduce);
        QTRY_VERIFY(window->page->findChild<QWidget*>(QStringLiteral("part:seeds")));
        save(window->page.get(), QStringLiteral("reproduce") + suffix);
        window->open("sweep-lr");
        window->page->showSection(RunPage::Children);
        save(window->page.get(), QStringLiteral("children") + suffix);
        compare(suffix);
        window.reset();
    }

private:
    void compare(const QString& suffix)
    {
        ArtifactComparisonModel model(window->workspace, window->pools,
                                      backendOf(window->sync.get()));
        ArtifactsComparison widget(model);
        widget.setAutoFillBackground(true);
        widget.resize(1000, 560);
        widget.show();
        model.setRuns({{window->row("wine-gbm-058"), QStringLiteral("wine-gbm-058"), 0},
                       {window->row("wine-mlp-057"), QStringLiteral("wine-mlp-057"), 1}});
        using State = ArtifactComparisonModel::State;
        QTRY_COMPARE(model.state(), State::Ready);
        for (const auto& choice : model.choices()) {
            model.choose(choice.key);
            QTRY_COMPARE(model.state(), State::Ready);
            QString name = choice.title;
            save(&widget, QStringLiteral("compare-") + name.replace(u'/', u'-') + suffix);
        }
    }
};

QTEST_MAIN(TestRunLooks)
#include "test_run_looks.moc"

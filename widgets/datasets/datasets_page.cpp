#include "widgets/datasets/datasets_page.h"

#include "models/dataset_library.h"
#include "models/dataset_link.h"
#include "services/async/deliver.h"
#include "services/data/dataset_html.h"
#include "services/data/profile/profile_json.h"
#include "widgets/common/buttons.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/datasets/data_tab.h"
#include "widgets/datasets/dataset_list_pane.h"
#include "widgets/datasets/profile_pane.h"
#include "widgets/datasets/rules_tab.h"
#include "widgets/datasets/versions_tab.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QJsonDocument>
#include <QListView>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QUrl>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int listWidth = 240, profileWidth = 340, leastCentre = 420;
}

DatasetsPage::DatasetsPage(const std::shared_ptr<Workspace>& workspace, WorkerPools& pools,
                           QWidget* parent)
    : Page(parent)
    , pools_(pools)
    , prompts_(std::make_shared<DialogPrompts>())
    , list_(new DatasetListModel(workspace, pools, this))
    , document_(new DatasetDocument(workspace, pools, this))
    , profile_(new DatasetProfileModel(pools, this))
    , listPane_(new DatasetListPane(*list_, this))
    , notice_(new NoticeBar(this))
    , tabs_(new QTabBar(this))
    , stack_(new QStackedWidget(this))
    , dataTab_(new DataTab(*document_, pools, this))
    , rulesTab_(new RulesTab(workspace, pools, this))
    , versionsTab_(new VersionsTab(workspace, pools, this))
    , profilePane_(new ProfilePane(*profile_, this))
    , splitter_(new QSplitter(Qt::Horizontal, this))
    , export_(makeButton(tr("Export profile…"), QStringLiteral("download"), ButtonRole::Secondary,
                         this))
    , openFile_(makeButton(tr("Open a file…"), QStringLiteral("file"), ButtonRole::Secondary, this))
    , openFolder_(makeButton(tr("Open a folder…"), QStringLiteral("folder-open"),
                             ButtonRole::Secondary, this))
{
    setObjectName(QStringLiteral("datasetsPage"));
    setAcceptDrops(true);
    export_->setObjectName(QStringLiteral("datasetExport"));
    openFile_->setObjectName(QStringLiteral("datasetOpenFile"));
    openFolder_->setObjectName(QStringLiteral("datasetOpenFolder"));
    splitter_->addWidget(listPane_);
    splitter_->addWidget(makeCentre());
    splitter_->addWidget(profilePane_);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setStretchFactor(2, 0);
    splitter_->setSizes({listWidth, 900, profileWidth});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter_);
    setFocusProxy(listPane_->list());
    connectParts();
    export_->setEnabled(false);
    documentChanged();
    list_->reload();
}

DatasetsPage::~DatasetsPage() = default;

QWidget* DatasetsPage::makeCentre()
{
    auto* centre = new QWidget(this);
    tabs_->setObjectName(QStringLiteral("datasetTabs"));
    tabs_->setAccessibleName(tr("Parts of the dataset"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->addTab(tr("Data"));
    tabs_->addTab(tr("Rules"));
    tabs_->addTab(tr("Versions"));
    stack_->addWidget(dataTab_);
    stack_->addWidget(rulesTab_);
    stack_->addWidget(versionsTab_);
    stack_->setMinimumWidth(leastCentre); // else the widest part takes the room of the panes
    auto* head = new QWidget(centre);
    head->setAutoFillBackground(true);
    head->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(spacing::s, spacing::xs, spacing::m, 0);
    row->addWidget(tabs_);
    row->addStretch(1);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(notice_);
    column->addWidget(stack_, 1);
    return centre;
}

void DatasetsPage::connectParts()
{
    connect(listPane_, &DatasetListPane::chosen, this, &DatasetsPage::open);
    connect(listPane_, &DatasetListPane::refused, this, &DatasetsPage::tell);
    connect(listPane_, &DatasetListPane::runRequested, this, &DatasetsPage::runActivated);
    connect(document_, &DatasetDocument::stateChanged, this, &DatasetsPage::documentChanged);
    connect(document_, &DatasetDocument::versionKnown, this, &DatasetsPage::versionKnown);
    connect(document_, &DatasetDocument::troubled, this, &DatasetsPage::tell);
    connect(rulesTab_, &RulesTab::told, this, &DatasetsPage::tell);
    connect(versionsTab_, &VersionsTab::told, this, &DatasetsPage::tell);
    connect(dataTab_, &DataTab::openRequested, this, &DatasetsPage::askFile);
    connect(dataTab_, &DataTab::reopenRequested, this, &DatasetsPage::open);
    connect(dataTab_, &DataTab::columnChosen, profilePane_, &ProfilePane::showColumn);
    connect(dataTab_, &DataTab::columnsShown, profilePane_, &ProfilePane::setShownColumns);
    connect(profilePane_, &ProfilePane::columnChosen, dataTab_, &DataTab::showColumn);
    connect(profile_, &DatasetProfileModel::completed, this, [this] {
        document_->keepProfile(QJsonDocument(profileJson(profile_->whole()))
                                   .toJson(QJsonDocument::Compact)
                                   .toStdString());
    });
    connect(profile_, &DatasetProfileModel::stateChanged, this,
            [this] { export_->setEnabled(profile_->known() > 0); });
    connect(export_, &QPushButton::clicked, this, &DatasetsPage::exportProfile);
    connect(openFile_, &QPushButton::clicked, this, &DatasetsPage::askFile);
    connect(openFolder_, &QPushButton::clicked, this, &DatasetsPage::askFolder);
    connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
        stack_->setCurrentIndex(tab);
        profilePane_->setVisible(tab == DataTabIndex);
    });
}

QString DatasetsPage::title() const
{
    return tr("Datasets");
}

QString DatasetsPage::iconName() const
{
    return QStringLiteral("database");
}

QString DatasetsPage::contextLine() const
{
    return document_->state() == DatasetDocument::State::Closed
               ? tr("what is in them, and is it good")
               : datasetTitle(document_->address());
}

QList<QWidget*> DatasetsPage::headerActions()
{
    return {export_, openFolder_, openFile_};
}

QList<PageCommand> DatasetsPage::commands()
{
    QList<PageCommand> commands = {
        {tr("Open a data file…"), QStringLiteral("file"), [this] { askFile(); }},
        {tr("Open a folder of data…"), QStringLiteral("folder-open"), [this] { askFolder(); }}};
    if (document_->state() != DatasetDocument::State::Closed)
        commands.append({tr("Copy a link to this dataset"), QStringLiteral("copy"), [this] {
                             QApplication::clipboard()->setText(datasetLink(document_->address()));
                         }});
    return commands;
}

void DatasetsPage::setPrompts(std::shared_ptr<Prompts> prompts)
{
    prompts_ = std::move(prompts);
    rulesTab_->setPrompts(prompts_);
}

void DatasetsPage::open(const DatasetAddress& address)
{
    notice_->hide();
    document_->open(address);
    listPane_->showCurrent(document_->address());
}

void DatasetsPage::openPlace(const QString& place)
{
    if (const auto linked = datasetOfLink(place)) {
        open(*linked);
        return;
    }
    const QUrl url(place);
    if (url.scheme().size() > 1 && !url.isLocalFile()) {
        tell(tr("%1 is not on this machine: download it, then open the file.")
                 .arg(url.toDisplayString(QUrl::RemoveUserInfo)));
        return;
    }
    DatasetAddress address;
    address.path = (url.isLocalFile() ? url.toLocalFile() : place).toStdString();
    if (!address.path.empty())
        open(address);
}

void DatasetsPage::showTab(int tab)
{
    tabs_->setCurrentIndex(tab);
}

void DatasetsPage::documentChanged()
{
    using State = DatasetDocument::State;
    const auto& dataset = document_->data();
    if (dataset != shown_) {
        const bool same = dataset && shown_ && shownAddress_ == document_->address();
        shown_ = dataset;
        shownAddress_ = document_->address();
        if (dataset)
            profile_->setDataset(dataset, same);
        else
            profile_->clear();
    }
    profilePane_->setWaiting(document_->state() == State::Preview
                                 ? tr("The profile is worked out when all is read.")
                                 : QString());
    if (document_->state() == State::Ready) {
        if (document_->version() && document_->version()->profile)
            profile_->setKept(*document_->version()->profile);
        profile_->start();
    }
    rulesTab_->model()->setDataset(document_->state() == State::Ready ? dataset : nullptr,
                                   document_->address());
    versionsTab_->model()->setDataset(document_->address());
    emit headerChanged();
}

// A profile that was kept is shown before the file is read to its end.
void DatasetsPage::versionKnown()
{
    const auto& version = document_->version();
    rulesTab_->model()->setVersion(version);
    if (version && version->profile && profile_->state() != DatasetProfileModel::State::Known) {
        profile_->setKept(*version->profile);
        return;
    }
    if (version && !version->profile && profile_->state() == DatasetProfileModel::State::Known)
        document_->keepProfile(QJsonDocument(profileJson(profile_->whole()))
                                   .toJson(QJsonDocument::Compact)
                                   .toStdString());
}

void DatasetsPage::askFile()
{
    prompts_->openFile(this, tr("Open a data file"),
                       tr("Data (*.csv *.tsv *.txt *.jsonl *.ndjson *.json *.parquet *.pq *.gz "
                          "*.zst *.sqlite *.sqlite3 *.db);;All files (*)"),
                       [this](const QString& file) { openPlace(file); });
}

void DatasetsPage::askFolder()
{
    prompts_->openFolder(this, tr("Open a folder of data"),
                         [this](const QString& folder) { openPlace(folder); });
}

void DatasetsPage::exportProfile()
{
    const auto dataset = document_->data();
    if (!dataset || profile_->known() == 0)
        return;
    prompts_->saveFile(
        this, tr("Export the profile"),
        datasetTitle(document_->address()) + QStringLiteral("-profile.html"),
        tr("Web page (*.html)"), [this, dataset](const QString& file) {
            deliver(onPool(&pools_.jobs,
                           [dataset, file, profile = profile_->whole()] {
                               return writeWholeFile(file, profileHtml(*dataset, profile).toUtf8());
                           }),
                    this, [this, file](const Result<void>& written) {
                        tell(written ? tr("Written to %1").arg(file) : written.error().message);
                    });
        });
}

void DatasetsPage::tell(const QString& sentence)
{
    notice_->show(sentence);
}

void DatasetsPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void DatasetsPage::dropEvent(QDropEvent* event)
{
    const auto urls = event->mimeData()->urls();
    const auto place = urls.isEmpty() ? event->mimeData()->text().trimmed().section(u'\n', 0, 0)
                                      : urls.front().toString();
    if (place.isEmpty())
        return;
    event->acceptProposedAction();
    openPlace(place);
}

} // namespace binnacle

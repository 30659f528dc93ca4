-- The numbers of the county's review as somebody would write them who knows DuckDB and needs just these: every table is
-- read once, every number of it is a FILTER, nothing is split by group, nothing can be opened. It is what the plan of the
-- figures is measured against, and must give the same numbers.
--
-- {day}, {first} and {end} are days as YYYYMMDD, {end} not inclusive; `county` has the organisations of the county with
-- their superiors. One row comes back; a column ending in _fen is money.
WITH
of_county AS MATERIALIZED (SELECT organisation FROM county),
unit AS MATERIALIZED (
    SELECT anchor, kind, status, poverty, territory FROM b_unit
    WHERE since <= {day} AND coalesce(until, 99991231) > {day}
),
facility AS MATERIALIZED (
    SELECT anchor, kind, status, organisation, unit, level, area_m2 FROM b_facility
    WHERE since <= {day} AND coalesce(until, 99991231) > {day}
),
themed_day AS MATERIALIZED (
    SELECT anchor, organisation, period, "on" FROM b_themed_day
    WHERE series = 'themed_day' AND status = 'held' AND organisation IN (FROM of_county)
),
sign AS MATERIALIZED (
    SELECT sign.name, sign.level, sign.status, facility.kind, facility.unit, facility.organisation,
        changed_on >= {first} AND changed_on < {end} AS in_period
    FROM b_sign AS sign JOIN facility ON facility.anchor = sign.facility
    WHERE sign.since <= {day} AND coalesce(sign.until, 99991231) > {day}
),
post AS MATERIALIZED (
    SELECT appointment.person, appointment.until, appointment.end_reason, position.kind, position.unit,
        position.organisation, appointment.since <= {day} AND coalesce(appointment.until, 99991231) > {day} AS held
    FROM b_appointment AS appointment JOIN b_position AS position ON position.anchor = appointment.position
    WHERE position.since <= {day} AND coalesce(position.until, 99991231) > {day}
        AND position.kind IN ('village_secretary', 'community_secretary', 'village_head')
),
step AS MATERIALIZED (
    SELECT person, organisation, unit, kind, "on" FROM b_membership_step
    WHERE status = 'valid' AND kind IN ('admitted', 'cancel_proposed') AND "on" >= {no_admission_since} AND "on" < {end}
),
present_organisations AS (
    SELECT DISTINCT organisation FROM themed_day WHERE "on" >= {first} AND "on" < {end}
),
above AS (
    WITH RECURSIVE reached(organisation) AS (
        FROM present_organisations
        UNION
        SELECT county.parent FROM reached JOIN county USING (organisation) WHERE county.parent IS NOT NULL
    )
    FROM reached
)
SELECT * FROM
(
    SELECT
        count(*) FILTER (village) AS administrative_villages,
        count(*) FILTER (village AND anchor IN (
            SELECT unit FROM step WHERE kind = 'admitted' GROUP BY unit HAVING min("on") >= {first}
        )) AS villages_cleared_of_no_admissions,
        count(*) FILTER (village AND anchor IN (
            SELECT secretary.unit FROM post AS secretary JOIN post AS head USING (unit, person)
            WHERE secretary.held AND head.held AND secretary.kind = 'village_secretary' AND head.kind = 'village_head'
        )) AS dual_post_villages,
        count(*) FILTER (village AND anchor IN (
            SELECT unit FROM facility WHERE kind = 'meeting_room' AND status = 'in_use'
        )) AS villages_with_meeting_room,
        count(*) FILTER (kind = 'community' AND status = 'building') AS communities_being_built,
        count(*) FILTER (kind = 'community' AND in_use AND anchor IN (
            SELECT unit FROM facility
            WHERE kind = 'activity_space' AND status = 'in_use' AND area_m2 >= {community_space_m2}
        )) AS communities_with_activity_space,
        count(*) FILTER (kind = 'community' AND anchor IN (
            SELECT unit FROM sign
            WHERE kind = 'community_centre' AND in_period AND status IN ('cleared', 'merged', 'kept')
        )) AS communities_with_signs_put_in_order,
        count(*) FILTER (kind = 'settlement_site' AND in_use) AS resettlement_sites
    FROM (
        SELECT *, kind = 'village' AND status IS DISTINCT FROM 'closed' AS village,
            coalesce(status NOT IN ('building', 'closed'), true) AS in_use
        FROM unit WHERE territory IN (FROM of_county)
    )
),
(
    SELECT
        count(*) FILTER (kind IN ('committee', 'work_committee', 'general_branch', 'branch', 'joint_branch'))
            AS primary_organisations,
        count(*) FILTER (kind = 'temporary_branch' AND outside) AS outside_branches,
        count(*) FILTER (
            kind IN ('committee', 'work_committee', 'general_branch', 'branch', 'joint_branch') AND anchor IN (FROM above)
        ) AS organisations_in_themed_days
    FROM b_organisation
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND anchor IN (FROM of_county)
),
(
    SELECT count(DISTINCT person) AS members FROM b_membership
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND standing IS DISTINCT FROM 'suspended'
        AND organisation IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT step.person) FILTER (step.kind = 'admitted' AND unit.kind = 'village' AND unit.poverty = 'poor')
            AS poor_village_new_members,
        count(DISTINCT step.person) FILTER (step.kind = 'cancel_proposed') AS probation_cancellings_proposed
    FROM step LEFT JOIN unit ON unit.anchor = step.unit
    WHERE step."on" >= {first} AND step.organisation IN (FROM of_county)
),
(
    SELECT
        count(*) FILTER (source = 'admission_check' AND status = 'corrected') AS admission_problems_corrected,
        count(*) FILTER (source = 'theme_day_check') AS themed_day_problems,
        count(DISTINCT aspect) FILTER (source = 'theme_day_check') AS themed_day_problem_aspects,
        count(*) FILTER (source = 'rectification') AS livelihood_problems,
        count(DISTINCT responsible) FILTER (source = 'rectification') AS livelihood_problem_units,
        count(*) FILTER (source = 'rectification' AND status = 'solved') AS livelihood_problems_solved,
        count(*) FILTER (source = 'rectification' AND status = 'planned') AS livelihood_problems_planned,
        count(*) FILTER (source = 'rectification' AND status = 'followed') AS livelihood_problems_followed
    FROM b_problem
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND listed_on >= {first} AND listed_on < {end}
        AND organisation IN (FROM of_county)
),
(
    SELECT count(*) AS admission_files_corrected FROM b_personnel_file
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND kind = 'admission_file'
        AND corrected_on >= {first} AND corrected_on < {end} AND organisation IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT person) FILTER (holds AND level = 'county') AS county_delegates,
        count(DISTINCT person) FILTER (holds AND level = 'city') AS city_delegates,
        count(DISTINCT person) FILTER (holds AND level = 'province') AS provincial_delegates,
        count(DISTINCT person) FILTER (
            level = 'county' AND end_reason = 'moved_out' AND until >= {first} AND until < {end}
        ) AS county_delegates_moved_out
    FROM (
        SELECT *, since <= {day} AND coalesce(until, 99991231) > {day} AS holds
        FROM b_delegate WHERE organisation IN (FROM of_county)
    )
),
(
    SELECT count(DISTINCT person) AS mobile_members, count(DISTINCT person) FILTER (managed) AS mobile_members_managed
    FROM b_mobile_register
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND organisation IN (FROM of_county)
),
(
    SELECT
        coalesce(sum(amount) FILTER (purpose = 'dispatched_secretaries'), 0) AS dispatch_subsidies_fen,
        coalesce(sum(amount) FILTER (purpose = 'party_building'), 0) AS party_building_funds_fen
    FROM b_money
    WHERE "on" >= {first} AND "on" < {end} AND payer = 'county_budget' AND status = 'paid'
        AND organisation IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT organisation) FILTER (kind = 'benchmark_village' AND level = 'province')
            AS provincial_benchmark_villages,
        count(DISTINCT organisation) FILTER (kind = 'benchmark_village' AND level = 'county')
            AS county_benchmark_villages,
        count(DISTINCT organisation) FILTER (kind = 'two_strong_six_good') AS two_strong_six_good_organisations
    FROM b_designation
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND organisation IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT name) FILTER (rural AND level = 'first' AND status = 'set') AS rural_first_level_signs,
        count(DISTINCT name) FILTER (rural AND level = 'second' AND status = 'set') AS rural_second_level_signs,
        count(DISTINCT name) FILTER (NOT rural AND level = 'first' AND status = 'set') AS community_first_level_signs,
        count(DISTINCT name) FILTER (NOT rural AND level = 'second' AND status = 'set') AS community_second_level_signs,
        count(*) FILTER (NOT rural AND in_period AND status = 'cleared') AS community_signs_cleared,
        count(*) FILTER (NOT rural AND in_period AND status = 'merged') AS community_signs_merged,
        count(*) FILTER (NOT rural AND in_period AND status = 'kept') AS community_signs_kept
    FROM (
        SELECT *, kind = 'rural_centre' AS rural FROM sign
        WHERE kind IN ('rural_centre', 'community_centre') AND organisation IN (FROM of_county)
    )
),
(
    SELECT
        count(*) FILTER (both_standard AND subject = '农村党群服务中心') AS rural_centre_standards,
        count(*) FILTER (both_standard AND subject = '社区党群服务中心') AS community_centre_standards,
        count(*) FILTER (
            clause_kind = 'measure' AND kind = 'work_measures'
            AND title = '关于进一步加强基层党组织建设的21条工作措施'
        ) AS work_measures
    FROM (
        SELECT document.*, clause.kind AS clause_kind,
            clause.kind = 'standard' AND document.kind = 'standard' AS both_standard
        FROM b_clause AS clause JOIN b_document AS document ON document.anchor = clause.document
        WHERE clause.since <= {day} AND coalesce(clause.until, 99991231) > {day}
            AND document.since <= {day} AND coalesce(document.until, 99991231) > {day}
            AND document.status = 'issued' AND document.organisation IN (FROM of_county)
    )
),
(
    SELECT
        count(*) FILTER (kind = 'regional_centre') AS regional_centres,
        count(*) FILTER (kind = 'teaching_base' AND level = 'city') AS city_teaching_bases
    FROM facility WHERE status = 'in_use' AND organisation IN (FROM of_county)
),
(
    SELECT count(DISTINCT organisation) AS weak_rural_organisations
    FROM b_rectification
    WHERE kind = 'new' AND status = 'determined' AND determined_on >= {first} AND determined_on < {end}
        AND organisation IN (FROM of_county)
        AND organisation IN (
            SELECT anchor FROM b_organisation
            WHERE sector = 'rural' AND since <= {day} AND coalesce(until, 99991231) > {day}
        )
),
(
    SELECT
        count(DISTINCT life.unit) FILTER (life.form = 'branch') AS sites_with_branch_meeting,
        count(DISTINCT life.unit) FILTER (life.form = 'group') AS sites_with_groups
    FROM b_site_life AS life JOIN unit ON unit.anchor = life.unit
    WHERE life.since <= {day} AND coalesce(life.until, 99991231) > {day} AND unit.territory IN (FROM of_county)
),
(
    SELECT count(DISTINCT person) AS members_at_sites,
        count(DISTINCT person) FILTER (unit IN (
            SELECT unit FROM b_site_life WHERE since <= {day} AND coalesce(until, 99991231) > {day}
        )) AS members_at_sites_managed
    FROM b_attached
    WHERE since <= {day} AND coalesce(until, 99991231) > {day} AND kind = 'settlement_site'
        AND organisation IN (FROM of_county)
        AND person IN (SELECT person FROM b_membership WHERE since <= {day} AND coalesce(until, 99991231) > {day})
),
(
    SELECT count(DISTINCT period) AS themed_day_periods FROM themed_day WHERE "on" >= {first} AND "on" < {end}
),
(
    SELECT count(DISTINCT person) AS members_in_themed_days FROM b_themed_day_roll
    WHERE "on" >= {first} AND "on" < {end} AND attendance = 'present' AND themed_day IN (SELECT anchor FROM themed_day)
),
(
    SELECT
        count(*) FILTER (kind = 'lecture') AS party_lectures,
        count(*) FILTER (kind = 'deliberation') AS democratic_deliberations,
        count(*) FILTER (kind = 'open_affair') AS open_affairs,
        count(*) FILTER (kind = 'volunteer_service') AS volunteer_services,
        count(*) FILTER (kind = 'service_matter') AS service_matters,
        count(*) FILTER (kind = 'opinion') AS opinions_collected
    FROM b_themed_day_result
    WHERE "on" >= {first} AND "on" < {end} AND status = 'done' AND themed_day IN (SELECT anchor FROM themed_day)
),
(
    SELECT
        count(DISTINCT person) FILTER (main AND rank = 'section_level') AS section_cadres_trained,
        count(DISTINCT person) FILTER (main AND rank = 'civil_servant') AS civil_servants_trained,
        count(DISTINCT person) FILTER (NOT main) AS ability_training_persons
    FROM b_training_attendance AS attendance JOIN (
        SELECT anchor, series IN ('main_class', 'reading_class') AS main FROM b_training_class
        WHERE status = 'held' AND organisation IN (FROM of_county)
            AND series IN ('main_class', 'reading_class', 'rural_leaders', 'members_school', 'affairs_staff')
    ) AS class ON class.anchor = attendance.training_class
    WHERE attendance."on" >= {first} AND attendance."on" < {end} AND attendance.completed
),
(
    SELECT count(DISTINCT dispatch.person) AS dispatched_secretaries
    FROM b_dispatch AS dispatch JOIN unit ON unit.anchor = dispatch.unit
    WHERE dispatch.since <= {day} AND coalesce(dispatch.until, 99991231) > {day} AND dispatch.kind = 'village_secretary'
        AND dispatch.since >= {first} AND dispatch.since < {end} AND unit.territory IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT person) FILTER (
            kind = 'village_secretary' AND end_reason = 'exit_rule' AND until >= {first} AND until < {end}
        ) AS secretaries_left_under_exit_rule,
        count(DISTINCT person) FILTER (held AND kind <> 'village_head') AS secretaries_in_office,
        count(DISTINCT person) FILTER (held AND kind <> 'village_head' AND person IN (
            SELECT file.person FROM b_personnel_file AS file JOIN b_file_material AS material
                ON material.personnel_file = file.anchor
            WHERE file.since <= {day} AND coalesce(file.until, 99991231) > {day} AND file.kind = 'secretary_file'
                AND material.since <= {day} AND coalesce(material.until, 99991231) > {day} AND material.filed
                AND material.category BETWEEN 1 AND {secretary_file_categories}
            GROUP BY file.person, file.id HAVING count(*) >= {secretary_file_categories}
        )) AS secretaries_with_complete_file
    FROM post WHERE organisation IN (FROM of_county)
),
(
    SELECT count(DISTINCT candidate.person) AS reserve_candidates
    FROM b_reserve_candidate AS candidate JOIN unit ON unit.anchor = candidate.unit
    WHERE candidate.since <= {day} AND coalesce(candidate.until, 99991231) > {day} AND candidate.status = 'confirmed'
        AND candidate.kind IN ('main_cadre', 'committee_member', 'activist') AND unit.territory IN (FROM of_county)
),
(
    SELECT count(DISTINCT checked.unit) AS five_affairs_four_grounds_villages
    FROM b_standard_check AS checked JOIN unit ON unit.anchor = checked.unit
    WHERE checked.since <= {day} AND coalesce(checked.until, 99991231) > {day} AND unit.kind = 'village'
        AND checked.standard = 'five_affairs_four_grounds' AND checked.result = 'passed'
        AND unit.territory IN (FROM of_county)
),
(
    SELECT
        count(DISTINCT name) FILTER (level = 'city' AND kind = 'project') AS city_projects,
        count(DISTINCT name) FILTER (level = 'county' AND kind = 'action') AS county_actions
    FROM b_plan_item
    WHERE status = 'running' AND since < {end} AND (until IS NULL OR until > {first})
        AND organisation IN (FROM of_county)
)
